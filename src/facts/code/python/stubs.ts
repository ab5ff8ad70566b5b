import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, below, childOf, named, type Node, textOf } from '../tree.ts';
import {
  basesOf,
  blockOf,
  classOf,
  commentsIn,
  decoratorsOf,
  functionAround,
  functions,
  nameOf,
  type PythonFile,
  see,
  statementsOf,
} from './file.ts';

/** Functions that are offered and do nothing, or that always say the same. */
export function stubs(file: PythonFile): readonly Sighting[] {
  if (file.place !== 'source' && file.place !== 'script') return [];
  const classes = allOf(file, 'class_definition');
  const extended = new Set(classes.flatMap((one) => basesOf(file, one).match(/\w+/g) ?? []));
  const families = new Map(classes.map((one) => [one, isFamily(file, one, extended)]));
  return functions(file).flatMap((one) => {
    const owner = classOf(one);
    if (isExcused(file, one, owner === null ? false : families.get(owner) === true)) return [];
    return [...hollow(file, one, owner), ...constant(file, one, owner)];
  });
}

/** A class that others fill in: abstract, a protocol, a base, or one that only says what there must be. */
function isFamily(file: PythonFile, node: Node, extended: ReadonlySet<string>): boolean {
  const bases = basesOf(file, node);
  const name = nameOf(file, node);
  if (/\b(ABC|ABCMeta|Protocol|Interface|NamedTuple|TypedDict)\b/.test(bases)) return true;
  if (
    /Base|Abstract|Mixin|Interface|Protocol|Null|No[Oo]p|Dummy|Fake|Mock|Stub|Empty|Placeholder|Visitor|Listener|Handler|Callback|Plugin|Hook|Adapter|Strategy|Backend|Provider|Driver|Transport|Observer/.test(
      name,
    )
  )
    return true;
  const methods = named(blockOf(node)).flatMap((one) =>
    one.type === 'function_definition' ? [one] : named(one).filter(({ type }) => type === 'function_definition'),
  );
  if (methods.some((one) => decoratorsOf(file, one).some((mark) => /abstract/.test(mark)))) return true;
  if (extended.has(name)) return true;
  const raising = methods.filter((one) => /raise NotImplementedError/.test(textOf(file, blockOf(one), 3000)));
  return raising.length >= 2 && raising.length * 2 >= methods.length;
}

function isExcused(file: PythonFile, node: Node, family: boolean): boolean {
  const name = nameOf(file, node);
  if (family || functionAround(node) !== null) return true;
  if (
    /^__\w+__$|^_*(no_?op|nop|do_nothing|dummy|null|empty|stub|placeholder|ignore|pass|fake|mock|nothing|check_any|always|discard)/i.test(
      name,
    )
  )
    return true;
  if (
    decoratorsOf(file, node).length > 0 &&
    !decoratorsOf(file, node).every((one) => /^(staticmethod|classmethod|app\.|router\.|api\.|bp\.)/.test(one))
  )
    return true;
  const block = node.parent?.type === 'decorated_definition' ? node.parent.parent : node.parent;
  // under `if`, `else`, `except`: one of two, for where something is missing
  return block?.type === 'block' && !/^(class_definition|module)$/.test(block.parent?.type ?? '');
}

type Tell = (how: string, certainty: Certainty, because: string) => readonly Sighting[];

function hollow(file: PythonFile, node: Node, owner: Node | null): readonly Sighting[] {
  const block = blockOf(node);
  const statements = statementsOf(block);
  const [only, ...more] = statements;
  const name = nameOf(file, node);
  const isPromised = saysUndone(file, node);
  const tell: Tell = (how, certainty, because) => [
    see(file, node, { kind: 'code.stub', how, name, certainty, because }),
  ];
  if (only && more.length === 0 && /^raise\s+NotImplementedError\b/.test(textOf(file, only)))
    return ofRaise(textOf(file, only), owner, isPromised, tell);
  if (statements.every((one) => /^(pass|\.\.\.)$/.test(textOf(file, one)))) {
    if (isPromised) return tell('todo', 'certain', 'its body is a note that it is to be written');
    const isOffered = only !== undefined && owner === null && !name.startsWith('_');
    return tell('empty-body', isOffered ? 'likely' : 'possible', 'its body is empty');
  }
  const isShort = more.length === 0 && only?.type === 'return_statement' && CONSTANT.test(textOf(file, only));
  if (!isShort || !UNDONE.test(commentsIn(file, node).join(' '))) return [];
  return tell('todo', 'certain', 'it gives a fixed answer and says that the rest is to be written');
}

function saysUndone(file: PythonFile, node: Node): boolean {
  const [first] = named(blockOf(node));
  const docs = first?.type === 'expression_statement' ? textOf(file, first, 500) : '';
  return (
    UNDONE.test(commentsIn(file, node).join(' ')) || /\b(TODO|not (yet )?implemented|placeholder|stub)\b/i.test(docs)
  );
}

const UNDONE =
  /\b(TODO|FIXME|XXX)\b|not (yet )?implemented|\b(implement|add|fill in)\b.{0,30}\b(later|here)\b|in (a )?(real|production|actual)\b|\bplaceholder\b|\bfor now\b|\bstub(bed)?\b|\bsimulat/i;

function ofRaise(text: string, owner: Node | null, isPromised: boolean, tell: Tell): readonly Sighting[] {
  const because = 'its only statement says that it is not implemented';
  if (isPromised || /TODO|\byet\b|coming soon|to be (implemented|done)|later|not implemented['".]/i.test(text))
    return tell('not-implemented', /yet|TODO|coming/i.test(text) ? 'certain' : 'likely', because);
  if (
    /support|does not|doesn't|cannot|can't|can not|subclass|overrid|abstract|must|should|available|require|use /i.test(
      text,
    )
  )
    return [];
  return tell('not-implemented', owner === null ? 'likely' : 'possible', because);
}

const CONSTANT =
  /^return\s+(None|True|False|-?\d[\d._]*|["'][^"'\n]*["']|\[\]|\{\}|\(\)|\[[^\]a-z]*\]|\{\s*["'][^{}()]*\})\s*$/;

const WORKS =
  /^_*(calculate|compute|validate|verify|check|fetch|parse|process|analy[sz]e|predict|count|sum|total|convert|detect|estimate|score|search|find|load|lookup|resolve|authenticate|authori[sz]e|classify|extract|measure|rank|decrypt|encrypt|hash|sign|is_valid|is_authori[sz]ed|has_permission)(_|$)/;

/** Nothing in it is worked out. */
function isWritten(node: Node): boolean {
  return below(node).every(({ type }) => !/^(identifier|call|attribute|subscript|interpolation|lambda)$/.test(type));
}

/** It is handed something and answers the same whatever that is. */
function constant(file: PythonFile, node: Node, owner: Node | null): readonly Sighting[] {
  const name = nameOf(file, node);
  const statements = statementsOf(blockOf(node));
  const [only] = statements;
  if (!only || statements.length !== 1 || only.type !== 'return_statement' || !WORKS.test(name)) return [];
  const text = textOf(file, only);
  const isFilled =
    /^return\s+(True|-?[\d._]*[1-9][\d._]*|["'][^"'\n]+["']|\{\s*["'][^()]*\}|\[[^\]()a-z]*\w[^\]()]*\])\s*$/.test(
      text,
    );
  const given = named(childOf(node, 'parameters')).filter((one) => !/^(self|cls|_\w*|\*.*)$/.test(textOf(file, one)));
  if (
    !CONSTANT.test(text) ||
    !isWritten(only) ||
    /null|dummy|fake|noop/i.test(file.path) ||
    given.length === 0 ||
    UNDONE.test(commentsIn(file, node).join(' '))
  )
    return [];
  const isMethodOfKin = owner !== null && basesOf(file, owner) !== '';
  const certainty = isFilled && !isMethodOfKin ? 'likely' : 'possible';
  return [
    see(file, node, {
      kind: 'code.fixed-result',
      how: 'constant',
      name,
      certainty,
      because: `${name}() never looks at what it is given`,
    }),
  ];
}
