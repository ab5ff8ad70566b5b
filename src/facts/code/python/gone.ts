import type { Certainty } from '../../secret-files.ts';
import { flipsBetween } from '../operator-flips.ts';
import type { Sighting } from '../sighting.ts';
import { features } from './features.ts';
import { said } from './said.ts';
import { below, type Node, textOf } from '../tree.ts';
import { blockOf, calleeOf, decoratorsOf, functions, type PythonFile, symbolOf } from './file.ts';

/** What stood before and is gone: checks in functions that are kept, and things others use. `elsewhere` holds what other edits hold now. */
export function gone(before: PythonFile, after: PythonFile, elsewhere: string): readonly Sighting[] {
  if (before.place !== 'source' && before.place !== 'script') return [];
  const now = new Map(functions(after).map((one) => [symbolOf(after, one), one]));
  const kept = functions(before).flatMap((one) => {
    const other = now.get(symbolOf(before, one));
    return other ? [{ old: one, now: other }] : [];
  });
  return [
    ...kept.flatMap((pair) => [
      ...decorators(before, after, pair),
      ...checks(before, after, pair, elsewhere),
      ...flips(before, after, pair),
    ]),
    ...features(before, after, elsewhere),
  ];
}

type Pair = { readonly old: Node; readonly now: Node };

const GUARDS: readonly (readonly [how: string, pattern: RegExp])[] = [
  [
    'auth',
    /^(\w+\.)*\w*(login_required|permission_required|permissions?_classes|requires?_(auth|login|permission|role|scope|admin)\w*|jwt_required|auth_required|authenticated|admin_required|admin_only|staff_member_required|superuser_required|user_passes_test|csrf_protect|token_required|roles_required|role_required|has_permission|protected|require_\w+|authorize\w*)\b/i,
  ],
  ['limit', /^(\w+\.)*(rate_?limit\w*|limiter\.limit|throttle\w*|limits?)\b/i],
  [
    'validation',
    /^(\w+\.)*(validate\w*|expects_json|use_args|use_kwargs|field_validator|model_validator|validator|validates\w*|validate_call|beartype|typechecked)\b/i,
  ],
  ['lock', /^(\w+\.)*(synchronized|transaction\.atomic|atomic|locked|with_lock)\b/i],
];

/** `@login_required` above a view that is still there. */
function decorators(before: PythonFile, after: PythonFile, { old: then, now }: Pair): readonly Sighting[] {
  const left = decoratorsOf(after, now);
  const names = left.map(headOf);
  const found = decoratorsOf(before, then).flatMap((one): readonly Sighting[] => {
    const how = GUARDS.find(([, pattern]) => pattern.test(one))?.[0];
    if (how === undefined || names.includes(headOf(one))) return [];
    const isReplaced = left.some((other) => GUARDS.find(([kind]) => kind === how)?.[1].test(other) === true);
    const isMoved =
      how === 'auth' &&
      /Depends\(|permission_classes|LoginRequiredMixin|before_request|middleware|dependencies\s*=/.test(
        newText(before, after),
      );
    return [
      said(
        after,
        now,
        'code.guard-removed',
        how,
        headOf(one),
        isReplaced ? 'possible' : isMoved ? 'possible' : 'certain',
        `@${headOf(one)} no longer stands above it`,
      ),
    ];
  });
  const exempt = left.filter(
    (one) =>
      /^(\w+\.)*(csrf_exempt|login_not_required|xframe_options_exempt)\b/.test(one) &&
      !decoratorsOf(before, then).some((old) => headOf(old) === headOf(one)),
  );
  return [
    ...found,
    ...exempt.map((one) =>
      said(after, now, 'code.guard-removed', 'auth', headOf(one), 'likely', `@${headOf(one)} takes the check away`),
    ),
  ];
}

function headOf(decorator: string): string {
  return /^[\w.]+/.exec(decorator)?.[0] ?? decorator.slice(0, 40);
}

/** Lines only the new side has. */
function newText(before: PythonFile, after: PythonFile): string {
  const known = new Set(before.text.split('\n').map((one) => one.trim()));
  return after.text
    .split('\n')
    .filter((one) => !known.has(one.trim()))
    .join('\n');
}

type Check = { readonly how: string; readonly name: string; readonly node: Node; readonly text: string };

/** What a function asks before it goes on. */
function checksOf(file: PythonFile, owner: Node): readonly Check[] {
  const block = blockOf(owner);
  if (!block) return [];
  return below(block, ['function_definition', 'class_definition']).flatMap((node): readonly Check[] => {
    if (node.type === 'if_statement') return ofBranch(file, node);
    if (node.type === 'call') return ofCall(file, node);
    if (node.type === 'with_statement') {
      const head = /^(?:async )?with\s+([\w.]*(?:lock|mutex|semaphore|atomic)\w*(?:\([^)\n]*\))?)/i.exec(
        textOf(file, node, 120),
      )?.[1];
      return head === undefined ? [] : [{ how: 'lock', name: head, node, text: head }];
    }
    return [];
  });
}

const AUTH =
  /\b(is_(authenticated|admin|staff|superuser|owner|authorized|active)|has_(perm|perms|permission|role|access|scope)|can_\w+|permission\w*|authori[sz]\w*|owner(_id)?|role|forbidden|Forbidden|PermissionDenied|Unauthorized|abort\((401|403)|status_code=(401|403)|HTTP_40[13])\b/;

/** `if not user.is_admin: raise PermissionDenied()` */
function ofBranch(file: PythonFile, node: Node): readonly Check[] {
  const block = blockOf(node);
  const body = textOf(file, block, 300);
  if (!/^(raise\b|return\b|abort\(|flask\.abort\()/.test(body)) return [];
  const condition = textOf(
    file,
    node.children.find(({ isNamed }) => isNamed),
    300,
  );
  if (AUTH.test(condition) || AUTH.test(body))
    return [{ how: 'auth', name: condition, node, text: squeeze(condition) }];
  const refuses =
    /^raise\s+\w*(Value|Type|Validation|BadRequest|Invalid|Http|HTTP|Argument|Parse|Schema|OutOf|TooLarge|Limit|Key|Index)\w*|^abort\(4|^return\b.{0,60}\b(400|422|413|429)\b/.test(
      body,
    );
  if (!refuses) return [];
  const how =
    /\b(len\(|size|limit|max|MAX|quota|count|too_(large|many))/.test(condition) && /[<>]/.test(condition)
      ? 'limit'
      : 'validation';
  return [{ how, name: condition, node, text: squeeze(condition) }];
}

const CALLS: readonly (readonly [string, RegExp])[] = [
  [
    'auth',
    /(^|[._])(check_(permission|access|auth|csrf|owner|object_permissions)\w*|require_(permission|auth|login|role|admin|user|scope)\w*|ensure_(authenticated|authori[sz]ed|permission|owner)\w*|authori[sz]e\w*|verify_(token|signature|password|jwt|csrf|webhook|access)\w*|assert_(permission|owner)\w*|compare_digest|full_clean_auth)$/,
  ],
  [
    'validation',
    /(^|\.)(full_clean|is_valid|raise_for_status|validate(_\w+)?|jsonschema\.validate|model_validate|check_(input|schema|args)\w*)$/,
  ],
  [
    'escape',
    /(^|\.)(html\.escape|escape|conditional_escape|bleach\.clean|secure_filename|shlex\.quote|quote_identifier|safe_join|sanitize\w*|strip_tags|urllib\.parse\.quote)$/,
  ],
];

function ofCall(file: PythonFile, node: Node): readonly Check[] {
  const callee = calleeOf(file, node);
  const how = CALLS.find(([, pattern]) => pattern.test(callee))?.[0];
  if (how === undefined || callee === '') return [];
  if (callee === 're.escape') return [];
  return [{ how, name: callee, node, text: callee.split('.').at(-1) ?? callee }];
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(/["']/g, "'");
}

/** Gone from the function and not to be found in what is new, here or in another file of the change. */
function checks(
  before: PythonFile,
  after: PythonFile,
  { old: then, now }: Pair,
  elsewhere: string,
): readonly Sighting[] {
  const left = checksOf(after, now);
  const lost = checksOf(before, then).filter((one) => !left.some(({ text }) => text === one.text));
  if (lost.length === 0) return [];
  const added = `${newText(before, after)}\n${elsewhere}`;
  const squeezed = squeeze(added);
  const isRewritten = shareKept(without(before, then, lost), textOf(after, blockOf(now), 20_000)) < 0.5;
  const byKind = new Map<string, Check>();
  for (const one of lost) {
    const gained = left.some(
      ({ how, text }) => how === one.how && !checksOf(before, then).some((old) => old.text === text),
    );
    const isMoved =
      squeezed.includes(one.text) ||
      gained ||
      namesOf(one.name).some((name) => GUARD_CALL.test(name) && added.includes(name));
    if (!isMoved && !byKind.has(one.how)) byKind.set(one.how, one);
  }
  return [...byKind.values()].map((one) => {
    const certainty: Certainty = isRewritten ? 'possible' : one.how === 'auth' ? 'certain' : 'likely';
    return {
      ...said(
        before,
        one.node,
        'code.guard-removed',
        one.how,
        one.name.slice(0, 80),
        certainty,
        'what it asked before it went on is gone',
      ),
      range: { from: now.from, to: now.from },
    };
  });
}

const GUARD_CALL = /^(check|require|ensure|validate|verify|assert)_/;

function namesOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}

/** The old body without what was lost of it. */
function without(file: PythonFile, owner: Node, lost: readonly Check[]): string {
  const block = blockOf(owner) ?? owner;
  const lines = file.text.slice(block.start, Math.min(block.end, block.start + 20_000)).split('\n');
  return lines
    .filter((_, index) => !lost.some(({ node }) => node.from <= block.from + index && block.from + index <= node.to))
    .join('\n');
}

/** Lines of the old body that the new one still has. */
function shareKept(then: string, now: string): number {
  const lines = then
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const left = new Set(now.split('\n').map((one) => one.trim()));
  return lines.length === 0 ? 1 : lines.filter((one) => left.has(one)).length / lines.length;
}

function flips(before: PythonFile, after: PythonFile, { old: then, now }: Pair): readonly Sighting[] {
  const [old, fresh] = [blockOf(then), blockOf(now)];
  if (!old || !fresh || old.end - old.start > 40_000) return [];
  const [from, to] = [before.text.slice(old.start, old.end), after.text.slice(fresh.start, fresh.end)];
  if (from === to) return [];
  return flipsBetween(from, to, fresh.from).map((one) => ({
    kind: 'code.operator-flip',
    how: one.how,
    name: `${one.from || 'nothing'} -> ${one.to || 'nothing'}`,
    certainty: one.certainty,
    because: `all that changes in it is that ${one.from || 'nothing'} became ${one.to || 'nothing'}`,
    range: { from: one.line, to: one.line },
    symbol: symbolOf(after, now),
    text: `${one.line} ${one.from} ${one.to}`,
  }));
}
