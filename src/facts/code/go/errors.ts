import type { Certainty } from '../../secret-files.ts';
import { isCarefulYes, isDecision } from '../decisions.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, childOf, named, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  calleeOf,
  functionAround,
  functions,
  type GoFile,
  isExplained,
  nameOf,
  see,
  statementsOf,
} from './file.ts';

const KIND = 'code.error-hidden';

/** Errors that are returned and go nowhere. */
export function hiddenErrors(file: GoFile): readonly Sighting[] {
  if (file.place === 'test') return [];
  const returning = errorFunctions(file);
  return [
    ...allOf(file, 'assignment_statement', 'short_var_declaration').flatMap((one) => dropped(file, one, returning)),
    ...allOf(file, 'if_statement').flatMap((one) => ofBranch(file, one)),
    ...recovers(file),
  ];
}

/** Names of this file whose last result is an error. */
function errorFunctions(file: GoFile): ReadonlySet<string> {
  return new Set(
    functions(file)
      .filter((one) => /\berror\s*\)?\s*$/.test(headOf(file, one)))
      .map((one) => nameOf(file, one).split('.').at(-1) ?? ''),
  );
}

function headOf(file: GoFile, declaration: Node): string {
  const block = childOf(declaration, 'block');
  return file.text.slice(
    Math.max(declaration.start, (block?.start ?? declaration.end) - 300),
    block?.start ?? declaration.end,
  );
}

/** Calls of the standard library and of what everybody uses, whose last result is an error that matters. */
const FAILS =
  /(^|\.)(json\.(Unmarshal|Marshal|MarshalIndent)|Unmarshal|os\.(WriteFile|ReadFile|Open|Create|Rename|MkdirAll|Mkdir|Chmod|OpenFile)|io(util)?\.(ReadAll|Copy|ReadFile|WriteFile)|strconv\.(Atoi|ParseInt|ParseFloat|ParseBool|ParseUint)|http\.(NewRequest|NewRequestWithContext|Get|Post)|Do|url\.Parse|time\.(Parse|ParseDuration|LoadLocation)|sql\.Open|Exec|ExecContext|Query|QueryContext|Scan|Commit|Save|Begin|BeginTx|Ping|Decode|Encode|bcrypt\.GenerateFromPassword|rand\.Read|uuid\.(Parse|NewRandom)|base64\.\w+\.DecodeString|hex\.DecodeString|tls\.LoadX509KeyPair|net\.(Dial|Listen|ResolveTCPAddr)|filepath\.(Abs|Walk|WalkDir)|template\.\w+|exec\.Command\([^)]*\)\.(Run|Output|CombinedOutput)|Run|Output|CombinedOutput|ListenAndServe|Publish|Send|Create|Update|Delete|Insert)$/;

const HARMLESS =
  /(^|\.)(Close|Remove|RemoveAll|Fprintf|Fprintln|Fprint|Write|WriteString|WriteByte|WriteRune|Flush|Sync|Setenv|Unsetenv|Kill|Rollback|Body\.Close|Shutdown|Copy|Sscanf|Sscan|Printf|Println|Unlock|SetDeadline|SetReadDeadline|SetWriteDeadline|Getwd|Hostname|Signal|Stop)$/;

/** `_ = save()`, `data, _ := json.Marshal(x)` */
function dropped(file: GoFile, node: Node, returning: ReadonlySet<string>): readonly Sighting[] {
  const [left, right] = named(node);
  const names = named(left).map((one) => textOf(file, one, 60));
  const [call, more] = named(right);
  if (names.at(-1) !== '_' || call?.type !== 'call_expression' || more) return [];
  const callee = calleeOf(file, call);
  if (HARMLESS.test(callee) || isGiving(callee) || isExplained(file, node)) return [];
  const certainty = ratedDrop(file, callee, returning);
  if (certainty === null && names.length > 1) return [];
  const because = `the error of ${callee}() is thrown away`;
  return [see(file, node, { kind: KIND, how: 'ignored', name: callee, certainty: certainty ?? 'possible', because })];
}

/** Null: nothing is known of what it returns. */
function ratedDrop(file: GoFile, callee: string, returning: ReadonlySet<string>): Certainty | null {
  const isOwn = returning.has(callee.split('.').at(-1) ?? '');
  if (!isOwn && !FAILS.test(callee)) return null;
  // of a value that was just made, these cannot fail
  if (file.isProgram || /json\.Marshal(Indent)?$|url\.Parse$|filepath\.Abs$/.test(callee)) return 'possible';
  return isOwn ? 'certain' : 'likely';
}

/** Its second result is no error. */
function isGiving(callee: string): boolean {
  return (
    /(^|\.)(runtime\.\w+|Cut|Load|LoadOrStore|LookupEnv|Deadline|Size|SplitN|Split|Frexp|FromContext|Lookup|Get|Next|DecodeRune\w*)$/.test(
      callee,
    ) && !callee.endsWith('http.Get')
  );
}

/** What stands behind `if err != nil`. */
function ofBranch(file: GoFile, node: Node): readonly Sighting[] {
  const block = childOf(node, 'block');
  const head = file.text.slice(node.start, Math.min(block?.start ?? node.end, node.start + 400));
  const name = /(?:^if|;)\s*(\w*[eE]rr\w*)\s*!=\s*nil\s*$/.exec(head.trim())?.[1];
  if (name === undefined || !block) return [];
  const tell: Tell = (how, rated, because) => {
    const certainty = file.isProgram && rated !== 'certain' ? 'possible' : rated;
    return [see(file, node, { kind: KIND, how, name, certainty, because })];
  };
  return ofBlock(file, node, block, tell);
}

function ofBlock(file: GoFile, node: Node, block: Node, tell: Tell): readonly Sighting[] {
  const statements = statementsOf(block);
  const [only, ...more] = statements;
  if (!only)
    return tell(
      'empty',
      isExplained(file, block) ? 'possible' : 'certain',
      'the error is looked at and nothing is done',
    );
  const passed = goesOnToNext(file, node, statements);
  if (passed.length > 0) return passed;
  const owner = functionAround(node);
  const answers = /\berror\s*\)?\s*$/.test(owner ? headOf(file, owner) : '');
  if (more.length === 0 && only.type === 'return_statement')
    return ofReturn(file, node, textOf(file, only, 300), answers, tell);
  const goesOn = statements.every((one) => isLogged(file, one)) && !/\.(Fatal|Panic|Exit)/.test(textOf(file, block));
  return answers && goesOn ? tell('log-only', 'possible', 'the error is logged, and the work goes on') : [];
}

type Tell = (how: string, certainty: Certainty, because: string) => readonly Sighting[];

function ofReturn(file: GoFile, node: Node, said: string, answers: boolean, tell: Tell): readonly Sighting[] {
  const name = nameOf(file, functionAround(node));
  if (isInLiteral(node)) return [];
  const isExpected =
    isExplained(file, node) ||
    /(IsNotExist|errors\.Is|ErrNo|EOF|NotFound)/.test(file.text.slice(Math.max(0, node.start - 200), node.start));
  const open = sureOfOpen(file, node, name, said);
  if (open !== null) return tell('fail-open', open, `${name}() answers yes when there is an error`);
  const lost = lostCause(file, node, name, said, isExpected);
  if (lost !== null) return tell('cause-lost', lost, 'the error it gives back says nothing of the one it got');
  if (answers && /^return\b.*\bnil$/.test(said) && !/\berr\w*\b/i.test(said.replace(/\bnil$/, '')))
    return tell(
      'default',
      isExpected || /^(is|has|can|try|maybe|exists|find|lookup|should)/i.test(name.split('.').at(-1) ?? '')
        ? 'possible'
        : 'likely',
      'nil is returned in place of the error',
    );
  return [];
}

/** Its name says that it decides, or all of its ways out say yes. */
function sureOfOpen(file: GoFile, node: Node, name: string, said: string): Certainty | null {
  if (!/^return\s+true\s*(,\s*nil)?$/.test(said) || isCarefulYes(name)) return null;
  if (isDecision(name) || /auth|allow|permit|permission|verif|valid(ate)?(Token|Session|Sig)|access/i.test(name))
    return 'certain';
  const answers = [...textOf(file, functionAround(node), 20_000).matchAll(/^\s*(return\b[^\n]*?)\s*$/gm)];
  return answers.length > 1 && answers.every(([, one]) => one === said) ? 'likely' : null;
}

/** `next.ServeHTTP(w, r); return`, in what decides whether a request may go on. */
function goesOnToNext(file: GoFile, node: Node, statements: readonly Node[]): readonly Sighting[] {
  const owner = nameOf(file, functionAround(node));
  const goesOn = statements.some((one) =>
    /^\w*[nN]ext\w*(\.ServeHTTP)?\((w|rw|c|ctx|res)\w*\b/.test(textOf(file, one, 120)),
  );
  if (!goesOn || !isDecision(owner) || isCarefulYes(owner)) return [];
  const because = `${owner}() lets the request go on when there is an error`;
  return [see(file, node, { kind: KIND, how: 'fail-open', name: owner, certainty: 'certain', because })];
}

/** Where reading a text fails, the new error may say all there is to say. */
const READING = /\b(Parse\w*|Atoi|Decode\w*|Unmarshal\w*|DecodeString|Sscanf?|LookPath|LookupEnv|ReadString)\(/;

/** `errors.New("…")` and `fmt.Errorf("…")` in which the error that was got does not stand. */
function lostCause(file: GoFile, node: Node, owner: string, said: string, isExpected: boolean): Certainty | null {
  if (
    !/\b(errors\.New|errors\.Errorf|fmt\.Errorf)\(/.test(said) ||
    /\berr\w*\b|Err\b|\w+Err\b/.test(said.replaceAll(/errors\.|"[^"]*"/g, ''))
  )
    return null;
  const from = file.text.lastIndexOf('\n', file.text.lastIndexOf('\n', node.start) - 1);
  const tried = file.text.slice(Math.max(from, node.start - 300), node.start) + textOf(file, node, 200).split('{')[0];
  const isPlain = isExpected || READING.test(tried) || isDecision(owner) || file.isProgram;
  return isPlain ? 'possible' : 'likely';
}

/** A function within a function answers to somebody else. */
function isInLiteral(node: Node): boolean {
  let up = node.parent;
  for (let level = 0; up && level < 200 && !up.type.endsWith('_declaration'); level++, up = up.parent)
    if (up.type === 'func_literal') return true;
  return false;
}

function isLogged(file: GoFile, statement: Node): boolean {
  const [call] = named(statement);
  return (
    statement.type === 'expression_statement' &&
    call?.type === 'call_expression' &&
    /(^|\.)(log|logger|slog|klog|glog|zap|logrus|fmt|Log|Logger|l)\.\w+$|\.(Error|Errorf|Warn|Warnf|Printf|Println|Infof|Info|Debug|Debugf|Msg|Msgf)$/.test(
      calleeOf(file, call),
    )
  );
}

/** `defer func() { recover() }()` */
function recovers(file: GoFile): readonly Sighting[] {
  return allOf(file, 'call_expression').flatMap((one): readonly Sighting[] => {
    if (calleeOf(file, one) !== 'recover' || argumentsOf(one).length > 0) return [];
    const isBare =
      one.parent?.type === 'expression_statement' || /^_\s*=\s*recover\(\)$/.test(textOf(file, one.parent?.parent, 60));
    if (!isBare || isExplained(file, one)) return [];
    return [
      see(file, one, {
        kind: KIND,
        how: 'empty',
        name: 'recover',
        certainty: 'likely',
        because: 'every panic is swallowed',
      }),
    ];
  });
}
