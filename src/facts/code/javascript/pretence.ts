import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { importsOf } from './imports.ts';
import { functionAt, see } from './see.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

/** Code that is otherwise when it is tested, and samples that stand where data should. */
export function pretences(unit: Unit): readonly Sighting[] {
  if (unit.place !== 'source') return [];
  return [...knowsTest(unit), ...equalToAll(unit), ...mockImports(unit), ...sampleData(unit)];
}

const TELLS: readonly (readonly [how: string, pattern: RegExp, because: string])[] = [
  [
    'environment',
    /(?:process\.env|import\.meta\.env|\benv)(?:\.(?:NODE_ENV|MODE|APP_ENV)|\[['"](?:NODE_ENV|MODE)['"]\])\s*[!=]==?\s*['"]test(?:ing)?['"]|['"]test['"]\s*[!=]==?\s*process\.env\.NODE_ENV/g,
    'it asks whether it runs in a test',
  ],
  [
    'environment',
    /process\.env(?:\.|\[['"])(?:JEST_WORKER_ID|VITEST(?:_\w+)?|MOCHA\w*|CYPRESS\w*|PLAYWRIGHT_TEST|NODE_TEST_CONTEXT|UNDER_TEST|IS_TEST\w*)\b/g,
    'it asks for a variable that a test runner sets',
  ],
  [
    'environment',
    /\btypeof\s+(?:jest|vi|describe|it|expect|mocha|__vitest_worker__)\s*[!=]==?\s*['"]/g,
    'it asks whether a test runner is loaded',
  ],
  [
    'arguments',
    /process\.argv\b[^;\n]{0,80}['"`/](?:--test|jest|vitest|mocha|ava|playwright)\b/g,
    'it reads from its arguments whether a test runner started it',
  ],
  [
    'caller',
    /\.stack\b[^;\n]{0,80}(?:['"`/](?:[^'"`\n]{0,20})(?:jest|vitest|mocha|\.test\.|\.spec\.|__tests__))/g,
    'it reads from the stack whether a test called it',
  ],
];
/** Quieter, smaller, not listening: what everybody does in a test. */
const USUAL =
  /log|silent|quiet|listen|debug|telemetry|analytics|metrics|devtools|cache|\bport\b|\bdb\b|database|url|path|file|dotenv|config|morgan|sentry|worker|\bcron|schedul|hot|strict/i;

function knowsTest(unit: Unit): readonly Sighting[] {
  return TELLS.flatMap(([how, pattern, because]) =>
    [...unit.bare.matchAll(pattern)].flatMap(({ index, 0: text }): readonly Sighting[] => {
      const bit = innermost(unit, index);
      const from = unit.bare.lastIndexOf('\n', index) + 1;
      const near = unit.bare.slice(from, Math.min(unit.bare.length, index + 160));
      const isNot = /!==?/.test(text);
      const certainty: Certainty =
        how !== 'environment' ? 'certain' : USUAL.test(near.replace(text, '')) || isNot ? 'possible' : 'likely';
      const place = { ...bit, start: index, end: index + text.length };
      return [see(unit, 'test-aware', how, place, { certainty, because, text: near.replaceAll(/\s+/g, '') })];
    }),
  );
}

/** The last listed piece that begins before an index and ends behind it. */
function innermost({ bits }: Unit, index: number): Bit {
  let [low, high] = [0, bits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bits[middle]?.start ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  let at: Bit | null = bits[low - 1] ?? null;
  while (at !== null && at.end <= index) at = at.up;
  return at ?? { type: 'program', start: 0, end: 0, up: null, inside: [] };
}

const SAME = /^(?:equals?|isEqual|asymmetricMatch|\[Symbol\.hasInstance\]|includes|is[A-Z]\w*Equal|matches)$/;

function equalToAll(unit: Unit): readonly Sighting[] {
  return unit.functions.flatMap((func): readonly Sighting[] => {
    const text = bareOf(unit, func.body, 400).trim();
    const isYes = /^(?:\{\s*return\s+(?:true|!0|1)\s*;?\s*\}|true)$/.test(text);
    const isTrick =
      func.params.length < 2 &&
      func.bit.type !== 'function_declaration' &&
      /^\[Symbol\.toPrimitive\]$|^valueOf$/.test(func.name) &&
      /\+\+|--|\+=/.test(text);
    if (!isTrick && !(isYes && SAME.test(func.name) && func.params.length > 0)) return [];
    return [
      see(unit, 'test-aware', 'equality', func.bit, {
        name: func.name,
        certainty: isTrick || !/^(includes|matches)$/.test(func.name) ? 'certain' : 'possible',
        because: isTrick ? 'it changes with each comparison' : 'it is equal to whatever it is compared with',
      }),
    ];
  });
}

const DOUBLES =
  /^(?:@faker-js\/faker|faker|casual|chance|msw|sinon|nock|jest-mock|jest-mock-extended|vitest|vitest-mock-extended|@jest\/globals|jest|mocha|chai|testdouble|ts-mockito|axios-mock-adapter|fetch-mock|jest-fetch-mock|mockdate|miragejs|supertest|@testing-library\/[\w-]+|mongodb-memory-server|ioredis-mock|redis-mock|aws-sdk-client-mock|proxyquire|rewire|enzyme|react-test-renderer|@playwright\/test|cypress|timekeeper|mock-fs|memfs|json-server)(?:\/|$)/;
const OWN_DOUBLES =
  /(?:^|\/)(?:__mocks__|__fixtures__|__tests__|mocks?|fixtures|test-?(?:utils?|helpers?|data)|mock-?data|sample-?data|dummy-?data|fake-?data)(?:\/|(?:\.\w+)?$)|\.(?:mock|fixture|test|spec)s?(?:\.\w+)?$|(?:^|\/)(?:mock|sample|dummy|fake)[A-Z-]?\w*[dD]ata(?:\.\w+)?$/;

function mockImports(unit: Unit): readonly Sighting[] {
  return importsOf(unit).flatMap(({ from, bit, isType, isLazy }): readonly Sighting[] => {
    const isPackage = DOUBLES.test(from);
    if (
      isType ||
      (!isPackage && !(from.startsWith('.') || from.startsWith('@/') || from.startsWith('~'))) ||
      (!isPackage && !OWN_DOUBLES.test(from))
    )
      return [];
    const isAside =
      isLazy ||
      /test|mock|fixture|faker|seed|demo|story|vitest|jest|playwright/i.test(unit.path) ||
      /^(vitest|memfs|chance|casual|json-server|miragejs)/.test(from);
    return [
      see(unit, 'mock-in-source', isPackage ? 'import' : 'name', bit, {
        name: from,
        certainty: isAside ? 'possible' : isPackage ? 'certain' : 'likely',
        because: isPackage ? `${from} is made for tests` : 'what it imports is made for tests',
        text: from,
      }),
    ];
  });
}

const SAMPLES =
  /^(?:(?:mock|sample|dummy|fake|demo)(?:[A-Z]\w*|_\w+)|(?:MOCK|SAMPLE|DUMMY|FAKE)_\w+|\w+(?:Mock|Dummy|MockData|SampleData))$/;

function sampleData(unit: Unit): readonly Sighting[] {
  if (/mock|sample|demo|fixture|fake|seed|faker|dummy/i.test(unit.path)) return [];
  const lists = all(unit, 'variable_declarator').flatMap((bit): readonly Sighting[] => {
    const name = /^[\w$]+/.exec(codeOf(unit, bit, 80))?.[0] ?? '';
    if (!SAMPLES.test(name)) return [];
    const data = bit.inside.some(
      ({ type, inside }) =>
        (type === 'array' && inside.some((one) => one.type === 'object')) ||
        (type === 'object' &&
          inside.length >= 3 &&
          !inside.some((one) => one.inside.some((two) => unit.functionOf.has(two)))),
    );
    // what is put together from what came is no sample, whatever it is called
    if (!data || /:\s*[a-z_$][\w$]*\s*[.(?]/.test(codeOf(unit, bit, 1500).slice(name.length))) return [];
    return [
      see(unit, 'mock-in-source', 'data', bit, {
        name,
        certainty: 'likely',
        because: `${name} is sample data in shipped code`,
        text: name,
      }),
    ];
  });
  const returns = all(unit, 'return_statement').flatMap((bit): readonly Sighting[] => {
    const name =
      /^return\s+(?:await\s+)?(?:Promise\.resolve\(\s*)?([\w$]+)\s*\)?\s*;?\s*$/.exec(codeOf(unit, bit, 120))?.[1] ??
      '';
    if (
      !SAMPLES.test(name) ||
      /^fake|^sample(r|d|_?rate|s?$|Size|Rate|Index)/i.test(name) ||
      /mock|fake|sample|demo|test/i.test(functionAt(unit, bit)?.name ?? '')
    )
      return [];
    return [
      see(unit, 'mock-in-source', 'data', bit, {
        name,
        certainty: 'likely',
        because: `${name} is returned from shipped code`,
      }),
    ];
  });
  return [...lists, ...returns];
}
