export { riskText } from './risk-text.ts';
export { verdictJson } from './verdict-json.ts';
export { verdictMarkdown } from './verdict-markdown.ts';
export { type Paint, verdictText } from './verdict-text.ts';
