import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { copies } from './copies.ts';
import { machinePath } from './machine-paths.ts';
import { functionAt, see } from './see.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

/** What was of use while it was made, and on the machine it was made on. */
export function leftovers(unit: Unit): readonly Sighting[] {
  return [
    ...all(unit, 'debugger_statement').map((bit) =>
      see(unit, 'debug-left', 'breakpoint', bit, { certainty: 'certain', because: 'it stops in a debugger' }),
    ),
    ...prints(unit),
    ...all(unit, 'string', 'template_string', 'jsx_text').flatMap((bit) => machinePath(unit, bit)),
    ...copies(unit),
  ];
}

const PRINTS = /^console\s*\.\s*(log|dir|trace|table|debug|info|time|timeEnd|count)\s*\(/;
/** Files whose work is to print. */
const SPEAKING =
  /(^|\/)(log(ger|ging)?|report(er)?s?|print(er)?|console|output|terminal|banner|usage|help|debug\w*|repl|main|server|app|index\.server|worker|start|boot\w*|dev|main\.\w+)(\.\w+)*$|(^|\/)(cli|commands?|cmd|bin|reporters?|loggers?|logging|scripts?|logs?)\//i;
const SPEAKERS =
  /^(log|print|debug|report|show|dump|main|help|usage|display|info|warn|trace|banner|output|write|run|bootstrap|start|listen|serve|init\w*)/i;
const ANNOUNCES =
  /listening|started|running (?:on|at)|server|ready|usage|https?:\/\/|\bport\b|connected|shutting|shutdown|SIG(?:INT|TERM)|version|deprecat|warning/i;
const PROBES =
  /^\(\s*(?:['"`]\s*(?:here|test|debug|xxx|foo|aaa|ok|hi|hello|>>>|<<<|===|---|\*\*\*|###|got|wtf|todo|\d)|[\w$.[\]?]+\s*[,)]|\{\s*[\w$]+\s*[,}])/i;

function prints(unit: Unit): readonly Sighting[] {
  if (unit.place !== 'source' || unit.text.startsWith('#!')) return [];
  const calls = all(unit, 'call_expression').filter((bit) => PRINTS.test(unit.code.slice(bit.start, bit.start + 40)));
  const isSpeaking =
    calls.length > 8 ||
    SPEAKING.test(unit.path) ||
    /process\.argv|commander|yargs|parseArgs|\bconsola\b/.test(unit.code);
  return calls.map((bit): Sighting => {
    const method = PRINTS.exec(unit.code.slice(bit.start, bit.start + 40))?.[1] ?? '';
    const args = bit.inside.find(({ type }) => type === 'arguments');
    const text = args ? bareOf(unit, args, 400) : '';
    return see(
      unit,
      'debug-left',
      /^(?:dir|table)$/.test(method) || /JSON\.stringify\([^)]*,\s*null\s*,/.test(text) ? 'dump' : 'print',
      bit,
      {
        name: `console.${method}`,
        certainty: isSpeaking ? 'possible' : sureOfPrint(unit, bit, method, text),
        because: `console.${method} in shipped code`,
      },
    );
  });
}

/** A whole sentence is said to somebody; a value with its name is looked at. */
function sureOfPrint(unit: Unit, bit: Bit, method: string, text: string): Certainty {
  if (/^(?:info|debug|time|timeEnd|count)$/.test(method) || ANNOUNCES.test(text) || isConditional(unit, bit))
    return 'possible';
  if (SPEAKERS.test(functionAt(unit, bit)?.name ?? '')) return 'possible';
  // `[Breaker] opened`, a line of JSON: written for whoever reads the log
  if (/^\(\s*['"`]\[[A-Za-z]/.test(text) || /^\(\s*JSON\.stringify\(\s*\{/.test(text)) return 'possible';
  if (PROBES.test(text) || /^(?:dir|trace|table)$/.test(method)) return 'certain';
  return /^\(\s*(?:'[^']*'|"[^"]*"|`[^`]*`)\s*,?\s*\)$/.test(text) ? 'possible' : 'likely';
}

/** `if (options.verbose) console.log(…)` */
function isConditional(unit: Unit, bit: Bit): boolean {
  let at = bit.up;
  for (let up = 0; at !== null && up < 6; up++, at = at.up) {
    if (at.type === 'if_statement')
      return /verbose|debug|log|dev|trace|print|silent|quiet|DEV|NODE_ENV/i.test(codeOf(unit, at, 120));
  }
  return /(?:verbose|debug|DEBUG|__DEV__)\w*\s*&&\s*$/.test(unit.code.slice(Math.max(0, bit.start - 30), bit.start));
}
