import type { Certainty } from '../../secret-files.ts';
import { isCarefulYes, isDecision } from '../decisions.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, below, childOf, named, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  blockOf,
  calleeOf,
  calls,
  functionAround,
  isExplained,
  nameOf,
  type PythonFile,
  see,
  statementsOf,
} from './file.ts';

const KIND = 'code.error-hidden';

/** Errors that end where nobody learns of them. */
export function hiddenErrors(file: PythonFile): readonly Sighting[] {
  return [
    ...allOf(file, 'except_clause').flatMap((one) => ofClause(file, one)),
    ...calls(file).flatMap((one) => suppressed(file, one)),
  ];
}

type Clause = {
  readonly node: Node;
  readonly caught: string;
  readonly broad: boolean;
  readonly statements: readonly Node[];
  readonly text: string;
  readonly owner: string;
};

function clauseOf(file: PythonFile, node: Node): Clause {
  const block = blockOf(node);
  const caught = file.text
    .slice(node.start, Math.min(block?.start ?? node.end, node.start + 300))
    .replace(/^except\*?\s*/, '')
    .replace(/:\s*(#.*)?\s*$/, '')
    .replace(/\s+as\s+\w+$/, '')
    .trim();
  const broad = caught === '' || /(^|[(,\s.])(Exception|BaseException)([),\s]|$)/.test(caught);
  const statements = statementsOf(block);
  const text = textOf(file, block, 4000).replaceAll(/#[^\n]*/g, '');
  return { node, caught, broad, statements, text, owner: nameOf(file, functionAround(node)) };
}

function ofClause(file: PythonFile, node: Node): readonly Sighting[] {
  const clause = clauseOf(file, node);
  const tell = (how: string, certainty: Certainty, because: string): readonly Sighting[] => [
    see(file, node, {
      kind: KIND,
      how,
      name: clause.caught || 'everything',
      certainty: file.place === 'source' || file.place === 'script' ? certainty : 'possible',
      because,
    }),
  ];
  const what = clause.caught === '' ? 'every error' : clause.caught;
  const open = failsOpen(file, clause);
  if (open !== null) return tell('fail-open', open, `${clause.owner}() answers yes when ${what} occurs`);
  if (isFallback(clause)) return tell('fallback', 'likely', `when ${what} occurs, made-up data stands in`);
  if (clause.statements.every((one) => isNothing(file, one))) return ofEmpty(file, clause, tell);
  const given = defaultOf(file, clause);
  if (given !== null) return ofDefault(file, clause, given, tell);
  if (clause.broad && isLoggedOnly(file, clause))
    return tell('log-only', 'possible', `${what} is logged, and the work goes on`);
  const isBare = clause.caught === '' || /\bBaseException\b/.test(clause.caught);
  if (isBare && !/\braise\b|\bexit\(|_exit\(|rollback|exc_info|format_exc|print_exc|set_exception/.test(clause.text))
    return tell('broad', isExplained(file, node) ? 'possible' : 'likely', 'it also catches being interrupted');
  return lostCauses(file, clause);
}

type Tell = (how: string, certainty: Certainty, because: string) => readonly Sighting[];

function ofEmpty(file: PythonFile, clause: Clause, tell: Tell): readonly Sighting[] {
  const what = clause.caught === '' ? 'every error' : clause.caught;
  if (!clause.broad)
    return isExpected(clause) || isTidyingUp(file, clause)
      ? []
      : tell('empty', 'possible', `${what} is caught and dropped`);
  if (isAuthWord(clause.owner) && /\breturn True\s*$/.test(textOf(file, functionAround(clause.node), 20_000)))
    return tell('fail-open', 'likely', `${clause.owner}() goes on to answer yes when ${what} occurs`);
  const because = `${what} is caught and nothing is done`;
  return tell('empty', isTidyingUp(file, clause) || isExplained(file, clause.node) ? 'possible' : 'certain', because);
}

function ofDefault(file: PythonFile, clause: Clause, given: string, tell: Tell): readonly Sighting[] {
  const what = clause.caught === '' ? 'every error' : clause.caught;
  const because = `${given} stands in when ${what} occurs`;
  if (!clause.broad) return isOfOutside(clause) ? tell('default', 'possible', because) : [];
  const isAsked =
    /^_*(is|has|can|try|maybe|safe|supports|should|exists|detect|guess|probe|check|ping)_|^__(repr|str|eq|bool|del|getattr|hash)/.test(
      clause.owner,
    );
  const mild =
    isAsked ||
    clause.owner === '' ||
    isTidyingUp(file, clause) ||
    isExplained(file, clause.node) ||
    isConversion(file, clause);
  return tell('default', mild ? 'possible' : 'likely', because);
}

/** `float(x)`: one call of a type, and whatever does not fit is no number. */
function isConversion(file: PythonFile, clause: Clause): boolean {
  return /^\s*(return |\w+ = )?(float|int|str|json\.loads|repr|len|Decimal|UUID|uuid\.UUID|datetime\.\w+)\([^\n]*\)\s*$/.test(
    triedText(file, clause),
  );
}

function triedText(file: PythonFile, { node }: Clause): string {
  return textOf(file, blockOf(node.parent), 1000);
}

function isNothing(file: PythonFile, statement: Node): boolean {
  if (statement.type === 'pass_statement') return true;
  return statement.type === 'expression_statement' && /^(\.\.\.|None|["'].*)$/.test(textOf(file, statement));
}

/** `return []`, `continue`, `x = None`, each alone. */
function defaultOf(file: PythonFile, { statements, text }: Clause): string | null {
  if (statements.length === 0 || statements.length > 2 || text.length > 200) return null;
  const given = statements.map((one) => {
    const said = textOf(file, one).trim();
    if (one.type === 'continue_statement' || one.type === 'break_statement') return said;
    const value = /^(?:return|[\w.]+(?:\[[^\]\n]*\])?\s*=)\s*([\s\S]*)$/.exec(said)?.[1];
    if (value === undefined) return null;
    return LITERAL.test(value) ? value || 'nothing' : null;
  });
  return given.every((one) => one !== null) ? (given.at(-1) ?? null) : null;
}

const LITERAL =
  /^(|None|True|False|-?\d[\d.]*|\[\]|\{\}|\(\)|''|""|b''|b""|"[^"{\n]*"|'[^'{\n]*'|set\(\)|dict\(\)|list\(\)|None, None)$/;

/** What is asked by trying: that is how Python is written. */
function isExpected({ caught }: Clause): boolean {
  const types = caught
    .replaceAll(/[()]/g, '')
    .split(',')
    .map((one) => one.trim().replace(/^.*\./, ''))
    .filter(Boolean);
  return types.every((one) => EXPECTED.test(one));
}

const EXPECTED =
  /^(Key|Attribute|Index|Lookup|Import|ModuleNotFound|FileNotFound|FileExists|NotADirectory|IsADirectory|ProcessLookup|BrokenPipe|ConnectionReset|NotImplemented|Unicode\w*|Value|Type|Timeout|Assertion|EOF|Recursion|Overflow|ZeroDivision|Name|Syntax|UnboundLocal|Stop(Async)?|Interrupted|Blocking\w*|ChildProcess|Permission|OS|IO|Connection\w*|JSONDecode)(Error|Iteration)?$|^(KeyboardInterrupt|SystemExit|GeneratorExit|CancelledError|TimeoutExpired|Empty|Full|QueueEmpty|QueueFull|StopIteration|StopAsyncIteration|timeout|EnvironmentError|\w*DoesNotExist|\w*NotFound(Error)?|\w*Exists(Error)?|\w*Missing\w*|\w*Unavailable\w*|\w*Exit|\w*Warning|\w*Skip\w*|\w*Disconnect\w*|\w*Closed\w*|\w*Timeout\w*|NoSuch\w*|\w*Parse\w*|\w*Decode\w*|Invalid\w*)$/;

function isOfOutside({ caught }: Clause): boolean {
  return /Request|HTTP|SQLAlchemy|Database|Operational|Integrity|ClientError|URLError|Boto|Redis|Subprocess|CalledProcess/.test(
    caught,
  );
}

function isTidyingUp(file: PythonFile, clause: Clause): boolean {
  if (
    /^_*(__del__|__exit__|__aexit__|close|aclose|cleanup|clean_up|teardown|tearDown\w*|stop|shutdown|disconnect|dispose|release|atexit|kill|terminate)/.test(
      clause.owner,
    )
  )
    return true;
  const tried = triedText(file, clause);
  return (
    /\.(close|aclose|unlink|remove|terminate|kill|shutdown|disconnect|rmtree|flush|cancel|release|detach|wait|stop|quit|join|rmdir)\(|\b(os\.(remove|unlink|kill|close|rmdir)|shutil\.rmtree)\(/.test(
      tried,
    ) && tried.split('\n').length <= 4
  );
}

function isAuthWord(name: string): boolean {
  return /auth(?!or(?!i))|permission|permitted|allowed|is_valid_(token|signature|session)|verify|signature|credential|csrf|has_access|can_access|is_admin|is_staff|validate_(token|session|key|user)|check_(token|access|password|rate)/i.test(
    name,
  );
}

/** An error in what decides is answered by yes: its name says that it decides, or both ways out say the same. */
function failsOpen(file: PythonFile, clause: Clause): Certainty | null {
  const { statements, owner } = clause;
  const last = statements.at(-1);
  const said = last?.type === 'return_statement' ? textOf(file, last).trim() : '';
  if (!/^return\s+(True|['"](allow(ed)?|ok|granted)['"])$/.test(said) || isCarefulYes(owner)) return null;
  if (isDecision(owner) || isAuthWord(owner)) return 'certain';
  const tried = [...triedText(file, clause).matchAll(/^\s*(return\b[^\n]*?)\s*$/gm)].map(([, one = '']) => one);
  if (tried.length === 0 || tried.some((one) => one !== said)) return null;
  return /^_*(close|clean|stop|remove|delete|kill|clear|destroy|ensure|unlink|reset)/.test(owner)
    ? 'possible'
    : 'likely';
}

function isFallback({ text }: Clause): boolean {
  return /(?:return|=|\()\s*(?:self\.|cls\.)?_*(?:get_|generate_|create_|load_|make_|build_)?(?:mock|sample|dummy|fake|demo|canned|hardcoded|simulated|synthetic)(?:_\w+|[A-Z]\w*)|\b(?:SAMPLE|MOCK|DUMMY|FAKE|DEMO)_[A-Z_]+\b/.test(
    text,
  );
}

const LOGGING =
  /^(?:self\.|cls\.)?_*(?:log|logger|logging|LOG|LOGGER|print|pprint|warnings|traceback|click\.echo|console|app\.logger|current_app\.logger)(?:\.\w+)*$/;

function isLoggedOnly(file: PythonFile, { statements }: Clause): boolean {
  return statements.every((one) => {
    const [inner] = named(one);
    return one.type === 'expression_statement' && inner?.type === 'call' && LOGGING.test(calleeOf(file, inner));
  });
}

/** What is raised at the border of a program, in words for the one outside. */
const BORDER = /\b(HTTP|Http404|Exit|Skip|Stop|Usage|Attribute|Key|Type|Value|Import|Validation|Argument)\w*/;

function lostCauses(file: PythonFile, clause: Clause): readonly Sighting[] {
  const block = blockOf(clause.node);
  if (!block) return [];
  const raised = below(block, ['function_definition', 'lambda', 'try_statement']).filter(
    ({ type }) => type === 'raise_statement',
  );
  const alias = /\bas\s+(\w+)\s*:/.exec(file.text.slice(clause.node.start, block.start))?.[1] ?? null;
  return raised.flatMap((one) => {
    const cut = /\bfrom\s+None\s*$/.test(textOf(file, one));
    if (!isOtherError(file, one, clause, { alias, cut })) return [];
    return [
      see(file, one, {
        kind: KIND,
        how: cut || !clause.broad ? 'cause-lost' : 'broad',
        name: clause.caught,
        certainty: sureOfLost(file, clause, cut, raised.length),
        because: cut
          ? '`from None` cuts off the error it replaces'
          : clause.broad
            ? 'whatever goes wrong is called by one name, and the error itself is not looked at'
            : 'it is raised without `from`',
      }),
    ];
  });
}

type Raised = { readonly alias: string | null; readonly cut: boolean };

/** A new error, in which the one that was caught does not stand. */
function isOtherError(file: PythonFile, node: Node, { broad, text: done }: Clause, { alias, cut }: Raised): boolean {
  const text = textOf(file, node);
  if (childOf(node, 'call') === undefined || (!cut && /\bfrom\b/.test(text))) return false;
  if (alias !== null && new RegExp(`\\b${alias}\\b`).test(cut ? done : text)) return false;
  return (cut && broad) || !BORDER.test(text.slice(0, 60));
}

function sureOfLost(file: PythonFile, { node, broad, text }: Clause, cut: boolean, count: number): Certainty {
  const isKept =
    /\b(log|logger|logging|exc_info|format_exc|print_exc|capture_exception)\b/i.test(text) || isExplained(file, node);
  if (file.place !== 'source' || !broad || isKept) return 'possible';
  if (cut) return 'likely';
  return count === 1 && !isNarrowTry(file, node) ? 'likely' : 'possible';
}

/** One call is tried: what can go wrong with it is what the new error says. */
function isNarrowTry(file: PythonFile, node: Node): boolean {
  return (textOf(file, blockOf(node.parent), 600).match(/\w\(/g)?.length ?? 0) <= 1;
}

function suppressed(file: PythonFile, call: Node): readonly Sighting[] {
  if (!/^(contextlib\.)?suppress$/.test(calleeOf(file, call))) return [];
  const broad = argumentsOf(call).find((one) => /^(Exception|BaseException)$/.test(textOf(file, one)));
  if (!broad) return [];
  const statement = call.parent?.parent?.parent ?? call;
  const tidies =
    /\.(close|aclose|unlink|remove|terminate|kill|shutdown|disconnect|cancel|stop|wait|quit)\(|rmtree\(/.test(
      textOf(file, statement, 400),
    );
  const mild = tidies || isExplained(file, statement) || file.place !== 'source';
  return [
    see(file, call, {
      kind: KIND,
      how: 'empty',
      name: textOf(file, broad),
      certainty: mild ? 'possible' : 'likely',
      because: 'suppress() drops every error',
    }),
  ];
}
