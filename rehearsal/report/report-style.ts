import { Markup } from './html-markup.ts';

/** Colours that also people who see few colours tell apart (after Okabe and Ito, "Color Universal Design", 2008). */
const LIGHT = `--bg:#fff;--ink:#17202b;--muted:#55606e;--line:#d5dbe3;--card:#f5f7fa;--good:#00694a;--bad:#a83200;
--t0:#0072b2;--t1:#e69f00;--t2:#009e73;--t3:#cc79a7;--t4:#56b4e9;--t5:#d55e00;--t6:#8a94a0;--free:#e8ecf1`;
const DARK = `--bg:#10151c;--ink:#e7ecf2;--muted:#a3afbd;--line:#2d3743;--card:#18202a;--good:#4fd1a5;--bad:#ff9264;
--t0:#3b97d3;--t1:#f0b32e;--t2:#1fb78a;--t3:#dc93bd;--t4:#9ad5f7;--t5:#f2803f;--t6:#7d8895;--free:#222b36`;

/** Colours of teams; further teams share the last one. */
export const TEAM_COLOURS = 7;

const TEAMS = Array.from(
  { length: TEAM_COLOURS },
  (_, at) => `.t${at}{fill:var(--t${at});background:var(--t${at})}`,
).join('');

/** The page's whole style; it needs no font and no file. */
export const STYLE = new Markup(`
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 24px 64px}
h1{font-size:26px;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:19px;margin:44px 0 4px}
h3{font-size:15px;margin:22px 0 6px}
p{margin:6px 0;max-width:78ch}
.lead,.note,figcaption,summary{color:var(--muted)}
.top{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:center;justify-content:space-between}
.verdict{font-weight:700;padding:4px 14px;border:2px solid;border-radius:999px}
.passed{color:var(--good)}.failed{color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:14px;margin:22px 0 14px}
.cards>div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px}
dt{color:var(--muted);font-size:13.5px}
dd{margin:0}
.figure{font-size:32px;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums}
ul{margin:8px 0;padding-left:20px;max-width:86ch}
li{margin:3px 0;overflow-wrap:anywhere}
.reasons li::marker{color:var(--bad)}
figure{margin:18px 0 8px;break-inside:avoid}
figcaption{margin-bottom:6px}
figcaption b{color:var(--ink)}
svg{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow:visible}
svg text{fill:var(--muted)}
svg .strong{fill:var(--ink);font-weight:600}
.narrow{display:none;max-width:560px}
.grid{stroke:var(--line);stroke-width:1;fill:none}
.axis{stroke:var(--muted);stroke-width:1;fill:none}
.offered{stroke:var(--ink);stroke-width:1.5;fill:none;stroke-dasharray:5 3}
.free{fill:var(--free)}
.fault{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:2 3;fill:none}
.mark{stroke:var(--ink);fill:none;stroke-width:1.6}
.mark.under{stroke:var(--bg);stroke-width:4}
${TEAMS}
rect.bar{stroke:var(--bg);stroke-width:.5}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;margin:10px 0 4px;max-width:none;font-size:13.5px}
.legend li{display:flex;align-items:center;gap:7px;margin:0}
.legend i{width:13px;height:13px;border-radius:3px;flex:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.legend i.line{height:0;border-radius:0;border-top:2px dashed var(--ink);width:20px}
.legend i.swatch-free{background:var(--free)}
.legend svg{width:13px;height:13px;flex:none}
.scroll{overflow-x:auto;margin:10px 0}
.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--t0);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
td{white-space:nowrap}
th,td{padding:6px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--muted);font-weight:500;font-size:13px;vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:600;white-space:nowrap;background:var(--bg);position:sticky;left:0}
tbody th.prose{position:static}
.n{text-align:right;white-space:nowrap}
.prose,td.prose,tbody th.prose{white-space:normal;overflow-wrap:anywhere;min-width:230px;font-weight:400}
thead th:has(wbr){white-space:normal}
.sum th,.sum td{border-top:2px solid var(--line);border-bottom:0;font-weight:600}
details{margin:4px 0 0}
summary{cursor:pointer;font-size:13.5px;width:fit-content}
code{font:13px ui-monospace,SFMono-Regular,Menlo,"Liberation Mono",monospace;overflow-wrap:anywhere}
footer{margin-top:48px;border-top:1px solid var(--line);padding-top:14px;color:var(--muted);font-size:13.5px}
@media (max-width:720px){main{padding:18px 16px 48px}.wide{display:none}.narrow{display:block}h1{font-size:22px}.figure{font-size:28px}h2{margin-top:34px}}
@media print{:root{color-scheme:light;${LIGHT}}main{max-width:none;padding:0}.wide{display:block}.narrow{display:none}body{font-size:11pt}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}table{font-size:8pt}th,td{padding:3px 5px}th,td,.n,thead th,tbody th{white-space:normal;position:static}.prose,td.prose,tbody th.prose{min-width:0}h2{break-after:avoid}details:not([open]){display:none}.cards{grid-template-columns:repeat(3,1fr)}}
`);
