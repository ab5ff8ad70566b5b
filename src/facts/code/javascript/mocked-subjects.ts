import { baseName } from '../../path.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { type Import, importsOf } from './imports.ts';
import { see } from './see.ts';
import { all, bareOf, type Unit } from './unit.ts';

type Mock = { readonly bit: Bit; readonly name: string; readonly isWhole: boolean };

/** `vi.mock('./cart')` in cart.test.ts, or everything a test imports from the project. */
export function mockedSubject(unit: Unit): readonly Sighting[] {
  const mocks = mocksIn(unit);
  if (mocks.length === 0) return [];
  const imports = importsOf(unit).filter(({ isType }) => !isType);
  const subject = subjectOf(unit.path);
  const own = mocks.filter(
    ({ name, isWhole }) =>
      isWhole &&
      isOwn(name) &&
      lastOf(name) === subject &&
      subject !== 'index' &&
      imports.some(({ from }) => from === name),
  );
  if (own.length > 0)
    return own.map(({ bit, name }) =>
      see(unit, 'test-hollow', 'mock-of-subject', bit, {
        name,
        certainty: 'certain',
        because: `${name} is what it tests, and it is mocked whole`,
      }),
    );
  return allMocked(unit, mocks, imports);
}

function mocksIn(unit: Unit): readonly Mock[] {
  return all(unit, 'call_expression').flatMap((bit): readonly Mock[] => {
    const [, name = ''] =
      /^(?:jest|vi)\.(?:mock|doMock)\(\s*(?:import\(\s*)?['"`]([^'"`]+)['"`]/.exec(
        unit.bare.slice(bit.start, bit.start + 300),
      ) ?? [];
    if (name === '') return [];
    return [
      {
        bit,
        name,
        isWhole: !/importActual|requireActual|importOriginal|\bactual\b|spy\s*:\s*true/i.test(bareOf(unit, bit)),
      },
    ];
  });
}

function allMocked(unit: Unit, mocks: readonly Mock[], imports: readonly Import[]): readonly Sighting[] {
  const real = imports.filter(({ from }) => isOwn(from) && !/mock|fixture|helper|util|type|setup|test/i.test(from));
  const mocked = new Set(mocks.filter(({ isWhole }) => isWhole).map(({ name }) => name));
  const [first] = mocks;
  const isLoadedLater = imports.some(({ isLazy, from }) => isLazy && isOwn(from));
  if (real.length === 0 || !first || isLoadedLater || !real.every(({ from }) => mocked.has(from))) return [];
  return [
    see(unit, 'test-hollow', 'all-mocked', first.bit, {
      name: first.name,
      certainty: 'likely',
      because: 'everything it imports from the project is mocked',
    }),
  ];
}

function isOwn(name: string): boolean {
  return /^(?:\.|@\/|~)/.test(name);
}

function subjectOf(path: string): string {
  return baseName(path)
    .replace(/(?:\.(?:test|spec|cy|e2e|unit|integration))*\.[mc]?[jt]sx?$/, '')
    .replace(/\.(?:test|spec)$/, '');
}

function lastOf(name: string): string {
  return baseName(name).replace(/\.[mc]?[jt]sx?$/, '');
}
