import type { Certainty } from '../../secret-files.ts';
import { isCarefulYes, isDecision } from '../decisions.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import type { Func } from './functions.ts';
import { type Handler, LOGS } from './handler.ts';
import { see, soften, symbolOf } from './see.ts';
import { codeOf, type Unit } from './unit.ts';

/** Words of what lets people in or keeps them out. */
export const GUARDS: RegExp =
  /(auth|permission|permit|allow|isAdmin|access|verif|guard|rateLimit|throttl|signature|token|csrf|session|role|policy|captcha)/i;

/** Where an error means yes. */
export function opened(unit: Unit, handler: Handler): Sighting | null {
  const { bit, bare, func } = handler;
  if (/\bthrow\b|\breturn\s+(?:false|null|undefined)\b|\bdeny|\b(?:40[13]|50\d)\b/.test(bare)) return null;
  const name = nameAround(unit, bit, func);
  if (isCarefulYes(name)) return null;
  const goesOn = GOES_ON.test(bare);
  const yes = YES.exec(bare)?.[1];
  if (!goesOn && yes === undefined) return null;
  const certainty = sureOfOpen(unit, handler, name, goesOn ? 'next' : (yes ?? ''));
  if (certainty === null) return null;
  return see(unit, 'error-hidden', 'fail-open', bit, {
    certainty: soften(unit, certainty),
    because: goesOn ? 'the request goes on when the check fails' : 'an error is answered with yes',
  });
}

const GOES_ON = /(?:^|[;{}\n]|\breturn\s)\s*(?:await\s+)?next\s*\(\s*\)\s*;?\s*(?:return;?)?\s*$/;

/** The name of a function that is handed over stands around it: `app.use('/admin', requireAdmin(async (…) => …))`. */
export function nameAround(unit: Unit, bit: Bit, func: Func | null): string {
  return func !== null && func.name !== '' ? func.name : (symbolOf(unit, bit).split('.').at(-1) ?? '');
}

/** Its name says that it decides; or both ways out say the same yes, and it is asked for an answer. */
function sureOfOpen(unit: Unit, { tried, func, bare }: Handler, name: string, yes: string): Certainty | null {
  if (isDecision(name)) return 'certain';
  const isSame = yes === 'next' ? /(?:^|[^\w.$])next\s*\(\s*\)/.test(tried) : returnsIn(tried).includes(yes);
  const isOther = yes !== 'next' && returnsIn(tried).some((one) => one !== yes);
  if (isSame && !isOther) return isAnswer(unit, func) || yes === 'next' ? sureOfSame(name, bare, yes) : 'possible';
  return yes === 'next' || /^(?:can|may|is|has|check|validate)[A-Z]/.test(name) ? 'possible' : null;
}

/** Signed in or not, the page is shown: what is attached may be missing. Cleaning up is done either way. */
function sureOfSame(name: string, bare: string, yes: string): Certainty {
  if (yes === 'next' && /user|locale|session|optional|attach|context|cookie|log/i.test(name + bare)) return 'possible';
  return /^(?:close|clean|stop|remove|delete|kill|clear|destroy|dispose|ensure|unlink|reset)/i.test(name)
    ? 'possible'
    : 'likely';
}

function returnsIn(tried: string): readonly string[] {
  return [...tried.matchAll(/\breturn\s+([^;\n}]{1,80})/g)].map(([, one = '']) => one.trim());
}

/** By its type it answers yes or no. */
function isAnswer(unit: Unit, func: Func | null): boolean {
  if (func === null) return false;
  const head = codeOf(unit, { start: func.bit.start, end: func.body.start }, 600);
  return /\)\s*:\s*(?:Promise\s*<\s*)?(?:boolean|asserts\b|[\w$]+\s+is\b)/.test(head) || !unit.isTyped;
}

/** Nothing is done about the error, and behind it stands yes. */
export function goneOnAllowed(unit: Unit, { bit, done, func, bare }: Handler): Sighting | null {
  if (func === null || bit.up === null || !isDecision(func.name)) return null;
  const isQuiet = done === '' || (done.length < 200 && LOGS.test(done) && !/\b(?:return|throw|if)\b|=[^=>]/.test(done));
  const behind = codeOf(unit, { start: bit.up.end, end: func.bit.end }, 200);
  if (!isQuiet || bare.length > 300 || !/^[\s;]*return\s+true\s*;?[\s}]*$/.test(behind)) return null;
  return see(unit, 'error-hidden', 'fail-open', bit, {
    certainty: soften(unit, 'certain'),
    because: 'an error is passed over, and the answer behind it is yes',
  });
}

const YES =
  /\breturn\s+(true|\{\s*(?:allowed|ok|valid|authorized|authenticated|success|isValid|granted|pass(?:ed)?)\s*:\s*true[^}]*\}|['"`](?:allow|granted|pass|ok)['"`])\s*;?\s*$/;
