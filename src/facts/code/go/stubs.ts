import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, below, childOf, named, type Node, textOf } from '../tree.ts';
import { commentsIn, functions, type GoFile, nameOf, see, statementsOf } from './file.ts';

const UNDONE =
  /\b(TODO|FIXME|XXX)\b|not (yet )?implemented|\b(implement|add|fill in)\b.{0,30}\b(later|here)\b|in (a )?(real|production) |\bplaceholder\b|\bfor now\b|\bsimulat/i;

/** Functions that do nothing, or that always say the same, and marks that make a linter look away. */
export function stubs(file: GoFile): readonly Sighting[] {
  const marks = allOf(file, 'comment').flatMap((one) => mark(file, one));
  return file.place === 'test' ? marks : [...marks, ...functions(file).flatMap((one) => ofFunction(file, one))];
}

type Tell = (kind: string, how: string, certainty: Certainty, because: string) => readonly Sighting[];

function ofFunction(file: GoFile, node: Node): readonly Sighting[] {
  const block = childOf(node, 'block');
  if (!block) return [];
  const name = nameOf(file, node);
  const mild = isOneOfTwo(file, name);
  const tell: Tell = (kind, how, certainty, because) => [
    see(file, node, { kind, how, name, certainty: mild ? 'possible' : certainty, because }),
  ];
  const [only, ...more] = statementsOf(block);
  const isPromised = UNDONE.test(commentsIn(file, block).join(' '));
  if (!only)
    return isPromised ? tell('code.stub', 'todo', 'certain', 'its body is a note that it is to be written') : [];
  if (more.length > 0) return [];
  const said = textOf(file, only, 300);
  const refused = refusal(said, isPromised);
  if (refused !== null)
    return tell('code.stub', 'not-implemented', refused, 'all it does is say that it is not implemented');
  if (only.type !== 'return_statement' || !isWritten(only)) return [];
  if (isPromised)
    return tell('code.stub', 'todo', 'certain', 'it gives a fixed answer and says that the rest is to be written');
  return fixed(file, node, said, name.split('.').at(-1) ?? '', tell);
}

/** `panic("not implemented")`, `return errors.New("not implemented")` */
function refusal(said: string, isPromised: boolean): Certainty | null {
  if (
    /^panic\(\s*(fmt\.Sprintf\(|errors\.New\()?["`][^"`\n]*((not|un) ?(yet )?implement|TODO|implement me|stub)/i.test(
      said,
    )
  )
    return 'certain';
  if (!/^return\b.*(errors\.New|fmt\.Errorf)\(["`][^"`\n]*(not (yet )?implemented|TODO|unimplemented)/i.test(said))
    return null;
  return isPromised || /yet|TODO/.test(said) ? 'certain' : 'likely';
}

/** One of several for platforms, or one that is meant to do nothing. */
function isOneOfTwo({ path, text }: GoFile, name: string): boolean {
  const isPlatform =
    /_(windows|linux|darwin|other|unsupported|stubs?|fake|mock|noop|nop|js|wasm|plan9|unix|freebsd)\.go$/.test(path) ||
    /^\/\/go:build/m.test(text.slice(0, 2000));
  return isPlatform || /noop|nop|fake|mock|stub|dummy|unimplemented|null|discard/i.test(`${name} ${path}`);
}

function isWritten(node: Node): boolean {
  return below(node).every(
    ({ type }) =>
      !/^(identifier|call_expression|selector_expression|index_expression|func_literal|composite_literal)$/.test(type),
  );
}

const WORKS =
  /^(Calculate|Compute|Validate|Verify|Check|Fetch|Parse|Process|Analy[sz]e|Predict|Count|Convert|Detect|Estimate|Score|Search|Find|Load|Lookup|Authenticate|Authori[sz]e|Classify|Measure|Decrypt|Encrypt|Sign|IsValid|IsAuthori[sz]ed|HasPermission)([A-Z]|$)/i;

function fixed(
  file: GoFile,
  node: Node,
  said: string,
  name: string,
  tell: (kind: string, how: string, certainty: Certainty, because: string) => readonly Sighting[],
): readonly Sighting[] {
  const lists = node.children.filter(({ type }) => type === 'parameter_list');
  const given = named(lists[node.type === 'method_declaration' ? 1 : 0]).filter(
    (one) => !/^_|context\.Context/.test(textOf(file, one, 100)),
  );
  if (
    given.length === 0 ||
    !WORKS.test(name) ||
    !/^return\s+(true|-?[\d.]*[1-9][\d.]*|["`][^"`]+["`])(\s*,\s*nil)?\s*$/.test(said)
  )
    return [];
  return tell(
    'code.fixed-result',
    'constant',
    node.type === 'method_declaration' ? 'possible' : 'likely',
    `${name}() never looks at what it is given`,
  );
}

/** `//nolint` without a name lets every linter look away. */
function mark(file: GoFile, node: Node): readonly Sighting[] {
  const text = textOf(file, node, 200);
  const all = /^\/\/\s*nolint(:\s*all)?\s*$/.test(text);
  const security = /^\/\/\s*#nosec\s*$/.test(text);
  if (!all && !security) return [];
  const certainty = file.place === 'test' || file.place === 'example' ? 'possible' : 'likely';
  const line = file.text.slice(file.text.lastIndexOf('\n', node.start - 1) + 1, node.start).trim();
  return [
    {
      ...see(file, node, {
        kind: 'code.check-suppressed',
        how: security ? 'security' : 'lint',
        name: text,
        certainty,
        because: 'every rule is off, without a reason',
      }),
      text: `${line}${text}`,
    },
  ];
}
