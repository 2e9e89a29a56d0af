/** Something in a rendered object that looks like a secret. */
export interface SecretLook {
  /** Object and field. */
  readonly at: string;
  /** Why it looks like one. */
  readonly because: string;
}

/** Forms of secrets that issuers gave a form of their own. */
const FORMS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/,
  'an access key of AWS': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a token of GitHub': /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/,
  'a token of GitLab': /\bglpat-[A-Za-z0-9_-]{20,}/,
  'a token of Slack': /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  'a key of Google': /\bAIza[0-9A-Za-z_-]{35}\b/,
  'a token of Hugging Face': /\bhf_[A-Za-z0-9]{30,}\b/,
  'a key of an API for models': /\bsk-[A-Za-z0-9_-]{20,}/,
  'a signed token': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  'a password in an address': /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@{}$]+:[^\s:/@{}$]+@/,
  'the hash of a password': /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:apr1|5|6)\$[^\s$]+\$\S+/,
};

/** Keys whose values are secrets, unless they say where one lies. */
const SECRET_KEY =
  /(?:^|[-_.]|(?<=[a-z]))(?:password|passwd|passphrase|secret[-_]?key|client[-_]?secret|api[-_]?key|access[-_]?key|token|hmac)$/i;
/** Values that say where something lies, or that it is switched on or off. */
const ELSEWHERE =
  /^(?:|\$\w+|\$\(\w+\)|\$\{[^}]*\}|%\(\w+\)s|.*\{\{[^}]*\}\}.*|true|false|[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*|\/[\w./-]+|https?:\/\/[^@]+)$/s;

/** Fewest characters of a word of which its letters say how random they are. */
const LONG_WORD = 32;
/** Bits for each letter from which a long word of letters and digits is no name; random base64 of this length has 4.6. */
const RANDOM_BITS = 4.4;

/** Long words that are public: digests, checksums, public keys and certificates. */
const PUBLIC = [
  /sha(?:256|512)[:-][A-Za-z0-9+/=]+/g,
  /-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----[\s\S]*?-----END (?:PUBLIC KEY|CERTIFICATE)-----/g,
];

/** Everything in an object that looks like a secret: its form, the name of its field, or how random it is. */
export function secretLooks(object: { kind?: unknown; metadata?: { name?: unknown } }): readonly SecretLook[] {
  const name = `${String(object.kind)} ${String(object.metadata?.name)}`;
  const looks = looksIn(object, name);
  if (object.kind !== 'Secret') return looks;
  const { data = {}, stringData = {} } = object as { data?: object; stringData?: object };
  const filled = Object.entries({ ...data, ...stringData }).filter(([, value]) => value !== '' && value !== null);
  return [...looks, ...filled.map(([key]) => ({ at: `${name}.data.${key}`, because: 'a Secret with content' }))];
}

function looksIn(value: unknown, at: string, key = ''): SecretLook[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => looksIn(each, `${at}[${index}]`, key));
  if (value !== null && typeof value === 'object') {
    const named = value as { name?: unknown; remoteRef?: unknown; value?: unknown };
    // A variable of a container: its name is beside its value.
    const variable = typeof named.name === 'string' && typeof named.value === 'string' ? named.name : undefined;
    // Of an ExternalSecret: the key that something from outside gets.
    const entries = Object.entries(value).filter(([field]) => named.remoteRef === undefined || field !== 'secretKey');
    return entries.flatMap(([field, inner]) =>
      looksIn(inner, `${at}.${field}`, field === 'value' && variable !== undefined ? variable : field),
    );
  }
  return typeof value === 'string' ? looksOf(value, key).map((because) => ({ at, because })) : [];
}

function looksOf(text: string, key: string): string[] {
  const forms = Object.entries(FORMS).flatMap(([what, form]) => (form.test(text) ? [what] : []));
  const named = SECRET_KEY.test(key) && !ELSEWHERE.test(text) ? [`the field ${key}`] : [];
  return [...forms, ...named, ...randomWords(text).map((word) => `a random word: ${word.slice(0, 8)}…`)];
}

function randomWords(text: string): string[] {
  const rest = PUBLIC.reduce((left, form) => left.replace(form, ' '), text);
  const words = rest.match(new RegExp(`(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{${LONG_WORD},}`, 'g')) ?? [];
  return words.filter((word) => isMixed(word) && bitsPerLetter(word) >= RANDOM_BITS);
}

/** Words that people write have no digits among letters of both cases. */
function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
}

function bitsPerLetter(word: string): number {
  const counts = Map.groupBy(word, (letter) => letter);
  return [...counts.values()].reduce(
    (sum, { length }) => sum - (length / word.length) * Math.log2(length / word.length),
    0,
  );
}
