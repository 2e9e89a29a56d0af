import ts from 'typescript';

/** Longest declaration of a value that is printed in full; beyond it only the names of its fields are. Unit: lines. */
const LONGEST_VALUE = 12;

/** One statement of a compiled declaration file, as the report shows it. */
export interface Declaration {
  /** Text without `export`, `declare` and private parts, with its comments. */
  readonly text: string;
  /** What in it has no doc comment: the name itself, or `Name.member`. */
  readonly undocumented: readonly string[];
}

/** All declarations of a name in the text of a `.d.ts` file: a word may be a type and a value at once. */
export function declarationsOf(name: string, text: string): Declaration[] {
  const file = ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter((statement) => namesOf(statement).includes(name));
  return found.map((statement) => ({
    text: printed(statement, file),
    undocumented: undocumentedIn(name, statement, found),
  }));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) =>
      name.getText() === '_default' ? 'default' : name.getText(),
    );
  const { name } = statement as { name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}

function printed(statement: ts.Statement, file: ts.SourceFile): string {
  const comment = statement.getFullText().slice(0, statement.getLeadingTriviaWidth()).trim();
  const code = ts.isVariableStatement(statement) ? shortened(statement, file) : statement.getText();
  return [comment, code.replace(/^export (declare )?/, '')]
    .filter((part) => part !== '')
    .join('\n')
    .replaceAll(/import\("[^"]+"\)\./g, '')
    .replaceAll(/^\s*(#private|private [^;]*|readonly \[IS_[A-Z]+\][^;]*);\n/gm, '')
    .replaceAll(/^( {4})+/gm, (spaces) => spaces.slice(spaces.length / 2));
}

/** A value with many fields is data, not API: its names are, what stands in them is not. */
function shortened(statement: ts.VariableStatement, file: ts.SourceFile): string {
  const whole = statement.getText();
  const [declared] = statement.declarationList.declarations;
  if (whole.split('\n').length <= LONGEST_VALUE || declared?.type === undefined) return whole;
  const head = whole.slice(0, declared.type.getStart(file) - statement.getStart(file));
  if (!ts.isTypeLiteralNode(declared.type)) return `${head}…;`;
  const members = declared.type.members.map((member) => `    ${shortMember(member, file)}`);
  return `${head}{\n${members.join('\n')}\n};`;
}

function shortMember(member: ts.TypeElement, file: ts.SourceFile): string {
  const text = member.getText(file);
  if (!text.includes('\n') || !ts.isPropertySignature(member)) return text;
  const head = text.slice(0, (member.type?.getStart(file) ?? member.end) - member.getStart(file));
  return `${head}${ts.isTypeLiteralNode(member.type as ts.Node) ? '{ … }' : '…'};`;
}

function undocumentedIn(name: string, statement: ts.Statement, all: readonly ts.Statement[]): string[] {
  const missing = all.some(hasDoc) ? [] : [name];
  const members =
    ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) ? [...statement.members] : [];
  const bare = members.filter((member) => needsDoc(member) && !hasDoc(member));
  return [...missing, ...bare.map((member) => `${name}.${(member.name as ts.Node).getText()}`)];
}

function hasDoc(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

/** Constructors speak for their class, private members for nobody, and what a base class demands is described there. */
function needsDoc(member: ts.Node & { readonly name?: ts.Node }): boolean {
  if (member.name === undefined || ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name))
    return false;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return !modifiers.some(({ kind }) => [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.OverrideKeyword].includes(kind));
}
