import type { PublicDoor, PublicName } from './api-report-doors.ts';

const INTRODUCTION = `# The public API

Everything that a program can import, made from the compiled declarations by \`npm run generate\`. A change to this file is a
change for those who extend Plinth: review it. Large constants show their names only; what stands in them is data.

\`plinth/imports/<name>\` holds the types of custom resources and of Kubernetes' own kinds; they follow upstream and are not
listed here.`;

/** The public API as one Markdown page: a section for each entry point, each name once, where it is at home. */
export function apiReport(doors: readonly PublicDoor[]): string {
  const [main, ...rooms] = doors;
  if (main === undefined) return INTRODUCTION;
  const homes = new Map(
    rooms.flatMap(({ names, specifier }) => names.map((each) => [keyOf(each), specifier] as const)),
  );
  return `${[INTRODUCTION, contents(doors), section(main, homes), ...rooms.map((room) => section(room, new Map()))].join('\n\n')}\n`;
}

function keyOf({ name, source }: PublicName): string {
  return `${source}#${name}`;
}

function contents(doors: readonly PublicDoor[]): string {
  const rows = doors.map(
    ({ about, names, specifier }) => `| [\`${specifier}\`](#${anchor(specifier)}) | ${names.length} | ${about} |`,
  );
  return ['| from | names | |', '|---|--:|---|', ...rows].join('\n');
}

function anchor(specifier: string): string {
  return specifier.replaceAll('/', '');
}

function section({ about, names, specifier }: PublicDoor, homes: ReadonlyMap<string, string>): string {
  const elsewhere = names.filter((each) => homes.has(keyOf(each)));
  const lines = elsewhere.map((each) => `- \`${each.name}\`: see \`${homes.get(keyOf(each))}\``);
  const own = names.filter((each) => !homes.has(keyOf(each))).map(entry);
  return [`## ${specifier}`, about, lines.join('\n'), ...own].filter((part) => part !== '').join('\n\n');
}

function entry({ declarations, name }: PublicName): string {
  return [`### ${name}`, ...declarations.map(({ text }) => `\`\`\`ts\n${text}\n\`\`\``)].join('\n\n');
}
