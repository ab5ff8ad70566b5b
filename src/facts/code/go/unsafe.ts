import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, around, below, childOf, named, type Node, textOf } from '../tree.ts';
import { argumentsOf, calleeOf, functionAround, type GoFile, nameOf, see } from './file.ts';

type Said = {
  readonly kind?: string;
  readonly how: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly name?: string;
};
type Rule = (file: GoFile, call: Node, callee: string) => Said | null;

/** Calls that hand input to an interpreter, drop a protection, or wait without an end. */
export function unsafe(file: GoFile): readonly Sighting[] {
  const found = allOf(file, 'call_expression').flatMap((call) => {
    const callee = calleeOf(file, call);
    return callee === ''
      ? []
      : RULES.flatMap((rule) => {
          const said = rule(file, call, callee);
          return said ? [told(file, call, { name: callee, ...said })] : [];
        });
  });
  return [
    ...found,
    ...allOf(file, 'keyed_element').flatMap((one) => keyed(file, one)),
    ...allOf(file, 'assignment_statement').flatMap((one) => assigned(file, one)),
  ];
}

function told(file: GoFile, node: Node, { kind = 'code.unsafe-call', name = '', ...said }: Said): Sighting {
  const certainty = file.place === 'test' || file.place === 'example' ? 'possible' : said.certainty;
  return see(file, node, { ...said, kind, name, certainty });
}

function keyed(file: GoFile, node: Node): readonly Sighting[] {
  const text = textOf(file, node, 200).replaceAll(/\s+/g, '');
  return /^InsecureSkipVerify:true$/.test(text) ? [told(file, node, { ...OFF, name: 'InsecureSkipVerify' })] : [];
}

const OFF: Said = { how: 'tls-off', certainty: 'certain', because: 'no certificate is checked' };

function assigned(file: GoFile, node: Node): readonly Sighting[] {
  if (!textOf(file, node, 200).replaceAll(/\s+/g, '').endsWith('.InsecureSkipVerify=true')) return [];
  const isChosen = around(node, 'if_statement') !== null;
  return [told(file, node, { ...OFF, certainty: isChosen ? 'possible' : 'certain', name: 'InsecureSkipVerify' })];
}

/** Built from values, given as a name, or fixed. */
function madeOf(file: GoFile, node: Node | undefined): 'fixed' | 'built' | 'given' {
  if (!node || node.type.endsWith('string_literal')) return 'fixed';
  if (node.type === 'binary_expression')
    return below(node).every(({ type, isNamed }) => !isNamed || /string_literal|content|escape/.test(type))
      ? 'fixed'
      : 'built';
  if (node.type === 'call_expression') return calleeOf(file, node) === 'fmt.Sprintf' ? 'built' : 'given';
  return 'given';
}

/** A name is followed to the one place in its function that sets it, looked for in its text. */
function valueOf(file: GoFile, node: Node | undefined): Node | undefined {
  const owner = node?.type === 'identifier' ? functionAround(node) : null;
  if (!node || !owner) return node;
  const name = textOf(file, node, 80);
  const sets = setsOf(file).get(`${owner.start} ${name}`) ?? [];
  return sets.length === 1 ? sets[0] : node;
}

const kept = new WeakMap<GoFile, ReadonlyMap<string, readonly Node[]>>();

function setsOf(file: GoFile): ReadonlyMap<string, readonly Node[]> {
  const known = kept.get(file);
  if (known) return known;
  const sets = new Map<string, Node[]>();
  for (const one of allOf(file, 'short_var_declaration', 'assignment_statement')) {
    const [left, right] = named(one);
    const [name, more] = named(left);
    const [value] = named(right);
    const owner = functionAround(one);
    if (!owner || !name || more || !value) continue;
    const key = `${owner.start} ${textOf(file, name, 80)}`;
    sets.set(key, [...(sets.get(key) ?? []).slice(-2), value]);
  }
  kept.set(file, sets);
  return sets;
}

const shell: Rule = (file, call, callee) => {
  if (!/^exec\.Command(Context)?$/.test(callee)) return null;
  const args = argumentsOf(call).slice(callee.endsWith('Context') ? 1 : 0);
  const [program, flag, command] = args.map((one) => textOf(file, one, 200));
  if (
    !/^["`](\/bin\/|\/usr\/bin\/)?(sh|bash|zsh|cmd|powershell)(\.exe)?["`]$/.test(program ?? '') ||
    !/^["`](-\w*c|\/[cC]|-Command)["`]$/.test(flag ?? '') ||
    command === undefined
  )
    return null;
  const made = madeOf(file, valueOf(file, args[2]));
  return made === 'fixed'
    ? null
    : {
        how: 'shell',
        certainty: made === 'built' ? 'likely' : 'possible',
        because: 'a shell reads a command that is put together',
      };
};

const FRAME =
  /table|column|col|field|schema|where|clause|order|placeholder|cond|filter|limit|offset|strings\.(Join|Repeat)|query|sql|stmt|index|view|prefix|len\(|Ident|quote/i;

const database: Rule = (file, call, callee) => {
  if (
    !/\.(Query|QueryRow|QueryContext|QueryRowContext|Exec|ExecContext|Queryx|Get|Select|Raw|Prepare|NamedExec|MustExec)$/.test(
      callee,
    )
  )
    return null;
  const args = argumentsOf(call);
  const value = args.map((one) => valueOf(file, one)).find((one) => madeOf(file, one) === 'built');
  const text = textOf(file, value, 1500);
  if (!value || !/\b(SELECT\b[\s\S]*\bFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b/i.test(text)) return null;
  const holes =
    value.type === 'call_expression'
      ? argumentsOf(value)
          .slice(1)
          .map((one) => textOf(file, one, 100))
      : below(value)
          .filter(({ type }) => type === 'identifier' || type === 'selector_expression')
          .map((one) => textOf(file, one, 100));
  const isFrame = holes.every((one) => FRAME.test(one) || /^([A-Z]\w*|\d+)$/.test(one));
  if (isFrame) return { how: 'sql', certainty: 'possible', because: 'parts of a statement are put together' };
  const isQuoted = /'%[svd]'|=\s*['"]?\s*"\s*\+|=\s*%[sdv]/.test(text);
  return {
    how: 'sql',
    certainty: isQuoted ? 'certain' : 'likely',
    because: 'values are written into a statement instead of handed over',
  };
};

const weak: Rule = (file, call, callee) => {
  const owner = nameOf(file, functionAround(call));
  const target = textOf(file, around(call, 'short_var_declaration', 'assignment_statement')?.children[0], 80);
  if (/^(md5|sha1)\.(Sum|New)$/.test(callee)) {
    const isPassword = /password|passwd|passphrase/i.test(`${owner} ${target} ${textOf(file, call, 200)}`);
    return isPassword && !/hibp|pwned|digest|mysql|native|legacy/i.test(`${file.path} ${owner}`)
      ? { how: 'weak-hash', certainty: 'certain', because: `${callee.split('.')[0] ?? ''} is too fast for passwords` }
      : null;
  }
  if (
    !/^rand\.(Intn?|Int31n?|Int63n?|Uint32|Uint64|Read|Perm|IntN|N|Float64|Int)$/.test(callee) ||
    /["`]crypto\/rand["`]/.test(file.text.slice(0, 5000))
  )
    return null;
  const isSecret =
    /(token|secret|password|otp|nonce|apikey|sessionid|csrf|salt|verificationcode|resetcode)s?$/i.test(owner) ||
    /(token|secret|password|otp|nonce|apiKey|sessionID|csrf|salt)s?$/i.test(target.trim());
  return isSecret
    ? {
        how: 'weak-random',
        certainty: 'certain',
        because: 'math/rand can be foretold; secrets cannot',
        name: target || owner,
      }
    : null;
};

const permissions: Rule = (file, call, callee) => {
  if (!/^os\.(Chmod|WriteFile|OpenFile|Mkdir|MkdirAll)$|^ioutil\.WriteFile$/.test(callee)) return null;
  const mode = textOf(file, argumentsOf(call).at(-1), 40);
  if (
    !/^(os\.FileMode\()?0o?[0-7]?[0-7]{2}[2367]\)?$/.test(mode) ||
    (/Mkdir|WriteFile|OpenFile/.test(callee) && !/777/.test(mode))
  )
    return null;
  return {
    how: 'permissions',
    certainty: callee === 'os.Chmod' ? 'likely' : 'possible',
    because: 'everybody on the machine may write it',
    name: mode,
  };
};

const leak: Rule = (file, call, callee) => {
  if (!/^(log|slog|logger|logrus|klog|glog|zap|s\.log|l)\.(\w+)$|\.(logger|log)\.\w+$/i.test(callee)) return null;
  const found = argumentsOf(call)
    .map((one) => textOf(file, one, 100))
    .find((one) =>
      /^[\w.]*([pP]assword|[sS]ecret|[aA]piKey|APIKey|[pP]rivateKey|[aA]ccessToken|[rR]efreshToken)$/.test(one),
    );
  return found === undefined
    ? null
    : { how: 'log-secret', certainty: 'likely', because: `${found} is written to a log`, name: found };
};

const waits: Rule = (file, _call, callee) => {
  if (!/^http\.(Get|Post|PostForm|Head)$/.test(callee)) return null;
  return {
    kind: 'code.unbounded',
    how: 'no-timeout',
    certainty: file.isProgram ? 'possible' : 'likely',
    because: 'the default client waits for an answer as long as it takes',
  };
};

const stands: Rule = (file, call, callee) => {
  if (callee === 'context.Background' || callee === 'context.TODO') {
    const owner = functionAround(call);
    const head = textOf(file, owner, 300);
    return owner &&
      /\bhttp\.ResponseWriter\b|\*gin\.Context|echo\.Context|\*fiber\.Ctx/.test(
        head.slice(0, Math.max(0, head.indexOf('{'))),
      ) &&
      around(call, 'func_literal', 'go_statement') === null
      ? {
          kind: 'code.unbounded',
          how: 'no-limit',
          certainty: 'possible',
          because: 'the work goes on when its request is gone',
        }
      : null;
  }
  if (
    !/^(spew\.Dump|litter\.Dump|pp\.Println|debug\.PrintStack|runtime\.Breakpoint)$/.test(callee) ||
    file.place !== 'source'
  )
    return null;
  return {
    kind: 'code.debug-left',
    how: callee === 'runtime.Breakpoint' ? 'breakpoint' : 'dump',
    certainty: callee === 'debug.PrintStack' ? 'possible' : 'likely',
    because: 'it shows what only its author wanted to see',
  };
};

const prints: Rule = (file, call, callee) => {
  if (!/^(fmt\.(Print|Println|Printf)|println|print)$/.test(callee) || file.place !== 'source' || file.isProgram)
    return null;
  if (
    /cli|cmd|print|command|term|ui|output|report|usage|main|example/i.test(file.path) ||
    /print|show|dump|usage|help|report|display|main|render|run|output/i.test(nameOf(file, functionAround(call)))
  )
    return null;
  const text = textOf(file, childOf(call, 'argument_list'), 200);
  const screams = /^\(["`][\s\W]*(DEBUG|XXX|here\b|HERE|test(ing)?\s*\d|got here|>>>|<<<|###|===)|%#v|%\+v/.test(text);
  const isBuiltin = callee === 'println' || callee === 'print';
  return {
    kind: 'code.debug-left',
    how: 'print',
    certainty: screams || isBuiltin ? 'likely' : 'possible',
    because: 'library code prints',
  };
};

const RULES: readonly Rule[] = [shell, database, weak, permissions, leak, waits, stands, prints];
