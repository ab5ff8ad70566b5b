/** Light and dark, no font from anywhere, nothing that moves. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #59636e; --paper: #fff; --line: #d1d9e0; --all: #8fb3dd; --refused: #b42318; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9aa4af; --paper: #0d1117; --line: #30363d; --all: #3d5f8a; --refused: #ff7b72; }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
.quiet { color: var(--quiet); }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--all); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; } td:first-child { overflow-wrap: anywhere; } th { white-space: normal; vertical-align: bottom; }
tbody th { font-weight: 400; }
svg { width: 100%; height: auto; } svg.interval { width: 120px; height: 16px; vertical-align: middle; }
.all { fill: var(--all); } .refused { fill: var(--refused); }
.axis { stroke: var(--line); stroke-width: 2; } .span { stroke: var(--all); stroke-width: 4; } .dot { fill: var(--ink); }
`;
