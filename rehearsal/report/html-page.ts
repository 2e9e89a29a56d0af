import { type Gap, html, type Markup } from './html-markup.ts';
import { STYLE } from './report-style.ts';

/** Nothing is loaded from anywhere, and nothing runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One page of a report. */
export interface PageProps {
  /** Title of the window. */
  readonly title: string;
  /** Rules beside the style of all reports. @default - none */
  readonly style?: Markup;
  /** What the page holds, from top to bottom; what is undefined leaves an empty line. */
  readonly parts: readonly (Markup | undefined)[];
}

/** A page as one HTML file that needs nothing else: no script, no font, no network. Same parts, same bytes. */
export function htmlPage({ parts, style, title }: PageProps): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${parts.map(
  (part): Gap => html`${part}
`,
)}</main>
</body>
</html>
`.text;
}
