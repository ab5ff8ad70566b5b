import { CERTAINTY, type Kind, LANDED } from './kind.ts';

const CODE = {
  ...LANDED,
  language: 'text',
  /** The function, class or block around it; empty at the top of a file. */
  symbol: 'text',
  /** What it is about: a function, a package, a marker. */
  name: 'text',
  /** It stands in a test, a fixture, an example or a story. */
  test: 'truth',
  certainty: CERTAINTY,
  because: 'text',
} as const;

const code = (title: string, how: readonly string[]): Kind => ({ title, scope: 'net', attributes: { ...CODE, how } });

/**
 * What a diff adds that looks finished and is not. INVARIANT: seen by the review alone (facts/code/), never by a commit hook, so
 * no policy may name them: they are judged by failure models.
 */
export const codeKinds: Readonly<Record<string, Kind>> = {
  'code.error-hidden': code('an error ends where nobody learns of it', [
    'empty', // nothing is done with it
    'default', // an empty or invented value is returned in its place
    'fail-open', // what should be denied is allowed
    'log-only', // written down, and gone on with bad state
    'broad', // every error is caught where one was meant
    'cause-lost', // another error is thrown that does not name this one
    'fallback', // sample or local data stands in
    'ignored', // a returned error or a promise is dropped
  ]),
  'code.type-escape': code('the type checker is told to look away', [
    'any',
    'double-cast',
    'suppress',
    'non-null',
    'ignore',
  ]),
  'code.check-suppressed': code('a linter, a scanner or coverage is told to look away', [
    'lint',
    'security',
    'coverage',
    'format',
  ]),
  'code.stub': code('something that is offered is not there', ['todo', 'not-implemented', 'empty-body', 'placeholder']),
  'code.fixed-result': code('an answer is written down instead of worked out', ['constant', 'table', 'test-literal']),
  'code.test-aware': code('code behaves otherwise when it is tested', [
    'environment',
    'arguments',
    'caller',
    'equality',
  ]),
  'code.mock-in-source': code('a mock or sample data stands in shipped code', ['import', 'data', 'name']),
  'code.phantom-import': code('an import that nothing provides', ['unlisted', 'dev-only', 'missing-file', 'unlocked']),
  'code.debug-left': code('something left from debugging', ['print', 'breakpoint', 'dump', 'sleep']),
  'code.address': code('text that speaks to whoever reviews it', [
    'instruction',
    'verdict',
    'authority',
    'hidden-characters',
    'evasion',
    'justification', // the only change is a comment that says why it is fine
  ]),
  'code.unsafe-call': code('a call that hands input to an interpreter, or drops a protection', [
    'eval',
    'shell',
    'sql',
    'markup',
    'deserialise',
    'tls-off',
    'weak-hash',
    'weak-random',
    'cors-open',
    'path',
    'permissions',
    'log-secret',
  ]),
  'code.test-hollow': code('a test that would pass whatever the code does', [
    'no-assertion',
    'tautology',
    'mock-of-subject',
    'all-mocked',
    'fixed-sleep',
    'longer-timeout',
    'caught-assertion',
    'flipped', // the expected value was changed together with the code
  ]),
  'code.guard-removed': code('a check that stood before something is gone', [
    'auth',
    'validation',
    'limit',
    'escape',
    'lock',
  ]),
  'code.feature-removed': code('something others use is gone', ['export', 'route', 'handler', 'flag']),
  'code.loose-copy': code('a second one beside the first', ['version', 'backup', 'duplicate']),
  'code.artefact': code('a file that a program makes', ['build', 'log', 'system', 'dump', 'model', 'cache']),
  'code.machine-path': code('something that is only so on one machine', ['absolute', 'localhost', 'port', 'user']),
  'code.promise-loose': code('a promise nobody waits for, or one waited for one by one', [
    'floating',
    'void',
    'in-loop',
    'then-only',
  ]),
  'code.unbounded': code('work without an end', ['no-timeout', 'no-limit', 'retry']),
  'code.operator-flip': code('a comparison or condition is turned round', ['boundary', 'negated', 'and-or']),
};
