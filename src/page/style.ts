/** Light and dark, no font from anywhere, nothing that moves; every pair of colours keeps 4.5 to 1 (3 to 1 for marks). */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #59636e; --paper: #fff; --card: #f6f8fa; --line: #d1d9e0; --grid: #d1d9e0; --all: #8fb3dd; --refused: #b42318;
  --mark: #0b5cad; --link: #0b5cad; --right: #1a7f4b; --wrong: #b42318; --gap: #8a5a00; --unclear: #6e7781; --added: #e3f6e8; --removed: #fdeceb; --meant: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9aa4af; --paper: #0d1117; --card: #161b22; --line: #30363d; --grid: #30363d; --all: #3d5f8a; --refused: #ff7b72;
    --mark: #79b8ff; --link: #79b8ff; --right: #56d388; --wrong: #ff7b72; --gap: #e3b341; --unclear: #8b949e; --added: #12301c; --removed: #3a1618; --meant: #e3b341; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
main:focus { outline: none; }
h1 { font-size: 1.5rem; margin: 1rem 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.quiet { color: var(--quiet); }
.note { border-left: 3px solid var(--gap); padding-left: .6rem; }
.skip { position: absolute; left: -999rem; } .skip:focus { position: static; display: inline-block; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top { border-bottom: 1px solid var(--line); padding-bottom: .5rem; } .top > a { font-weight: 600; }
.top ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .25rem 0; }
#live { margin: .25rem 0 0; min-height: 1.5em; color: var(--quiet); }
.bar { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 0; }
.bar > div { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
.bar dt { color: var(--quiet); } .bar dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; } .bar dd .quiet { display: block; font-size: .875rem; }

.bar .alarm { border-color: var(--wrong); border-width: 2px; } .bar .alarm dd { color: var(--wrong); }
.questions { list-style: none; padding: 0; margin: 0; }
.question { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .25rem 1rem 1rem; margin: 0 0 1rem; }
.question:focus-within { border-color: var(--mark); }
.question h3:focus { outline: 3px solid var(--mark); outline-offset: 2px; }
pre { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); padding: .5rem; margin: .5rem 0; white-space: pre; }
code, kbd { font-family: ui-monospace, monospace; font-size: .9em; }
label { display: block; color: var(--quiet); }
input[type=text] { font: inherit; width: 100%; max-width: 32rem; padding: .35rem .5rem; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; }
.answers { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; }
button { font: inherit; min-height: 2.5rem; padding: .35rem .9rem; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer; }
button:hover { border-color: var(--mark); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-weight: 600; }
.scroll { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; min-width: min(100%, 24rem); }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-variant-numeric: tabular-nums; white-space: nowrap; } th.n, td.n { text-align: right; }
th:first-child, td:first-child { white-space: normal; min-width: 11rem; overflow-wrap: anywhere; } th { white-space: normal; vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 400; overflow-wrap: anywhere; }
.prose { display: inline-block; min-width: 11rem; max-width: 24rem; white-space: normal; text-align: left; overflow-wrap: anywhere; }
.hash { overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--quiet); } details { margin: .5rem 0; }
dl { margin: .5rem 0; } dt { color: var(--quiet); } dd { margin: 0 0 .4rem; }
svg { width: 100%; height: auto; } svg.interval { width: 90px; height: 14px; vertical-align: middle; } svg.square { max-width: 20rem; } svg.key { width: 12px; height: 12px; margin-right: .35rem; }
svg.wide, svg.forest { min-width: 34rem; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .25rem 0; }
.all { fill: var(--all); } .refused { fill: var(--refused); }
.axis, .grid { stroke: var(--grid); stroke-width: 1; } .axis { stroke-width: 2; } .half { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 4 3; }
.diagonal { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 4 3; }
.span, .bad, .whisker { stroke: var(--mark); stroke-width: 3; } .bad { stroke: var(--wrong); } .whisker { stroke-width: 2; } .rug { stroke: var(--quiet); stroke-width: 5; }
.dot { fill: var(--ink); } .change { fill: var(--mark); } .escaped { fill: var(--paper); stroke: var(--wrong); stroke-width: 3; } .band { fill: var(--mark); }
.curve { fill: none; stroke: var(--mark); stroke-width: 2.5; }
.mix-right { fill: var(--right); } .mix-wrong { fill: var(--wrong); } .mix-gap { fill: var(--gap); } .mix-unclear { fill: var(--unclear); } .knob { fill: var(--ink); }
table.diff { background: var(--paper); border: 1px solid var(--line); } table.diff td { text-align: left; white-space: normal; padding: 0 .5rem; border: 0; min-width: 0; } table.diff td:first-child { color: var(--quiet); text-align: right; width: 1%; min-width: 0; white-space: nowrap; } table.diff td:nth-child(2) { width: 1%; } table.diff code { white-space: pre; }
.diff .added { background: var(--added); } .diff .removed { background: var(--removed); } .diff .added td, .diff .removed td { color: var(--ink); } .diff .meant td:first-child { box-shadow: inset 4px 0 var(--meant); }
dialog { max-width: 30rem; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; }
dl.help { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; } dl.help dd { margin: 0; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .span, .whisker, .curve, .axis, .grid, .diagonal, .half { stroke: CanvasText; } svg text, .dot { fill: CanvasText; } }
@media print {
  :root { --ink: #000; --quiet: #444; --paper: #fff; --card: #fff; color-scheme: light; }
  body { max-width: none; } .skip, nav, form, #live, dialog { display: none; } section, figure { break-inside: avoid-page; } .scroll { overflow: visible; }
}
`;
