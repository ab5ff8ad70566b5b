import { type Node, textOf } from '../tree.ts';
import { argumentsOf, hasUnpacking, keyword, type PythonFile } from './file.ts';
import { holesOf, madeOf, valueOf } from './made.ts';
import type { Rule } from './rule.ts';

const INPUT =
  /\b(request|req|input\(|argv|params?|query_params|args\.get|form|payload|body|user_input|user_\w*|expression|expr|formula)\b/;

const evaluation: Rule = (file, call, callee) => {
  if (callee !== 'eval' && callee !== 'exec') return null;
  const [code] = argumentsOf(call);
  if (!code || madeOf(file, code) === 'fixed' || /(^|\/)(setup|conf|__about__|_?compat)\.py$/.test(file.path))
    return null;
  const text = textOf(file, code, 300);
  if (callee === 'exec' && !INPUT.test(text))
    return { how: 'eval', certainty: 'possible', because: `exec() runs a text that it was given` };
  if (/^compile\(|\.read\(\)|__code__/.test(text))
    return { how: 'eval', certainty: 'possible', because: `${callee}() runs a text that it was given` };
  const isFenced = /__builtins__/.test(textOf(file, call, 600));
  return {
    how: 'eval',
    certainty: isFenced || file.isProgram ? 'possible' : INPUT.test(text) ? 'certain' : 'likely',
    because: `${callee}() runs a text that it was given`,
  };
};

const shell: Rule = (file, call, callee) => {
  const isShell =
    /^(os\.(system|popen)|subprocess\.(getoutput|getstatusoutput)|commands\.getoutput|asyncio\.create_subprocess_shell)$/.test(
      callee,
    ) ||
    (/(^|\.)(run|call|check_call|check_output|Popen)$/.test(callee) && keyword(file, call, 'shell') === 'True');
  if (!isShell) return null;
  const [command] = argumentsOf(call);
  const value = valueOf(file, command);
  const made = madeOf(file, value);
  if (made === 'fixed' || /shlex\.(quote|join)|pipes\.quote|list2cmdline/.test(textOf(file, value, 600))) return null;
  return {
    how: 'shell',
    certainty: made === 'built' && !onlyConstants(file, value) ? 'likely' : 'possible',
    because: 'a shell reads a command that is put together',
  };
};

function onlyConstants(file: PythonFile, node: Node | undefined): boolean {
  const text = textOf(file, node, 800);
  const holes = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, one = '']) => one);
  return (
    holes.length > 0 && holes.every((one) => /^([A-Z_0-9]+|sys\.executable|self\._?[A-Z_]+)(![rsa])?$/.test(one.trim()))
  );
}

const STATEMENT = /\b(SELECT\b[\s\S]*\bFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b/i;
/** Names of tables and lists of `?` cannot be handed over as parameters. */
const FRAME =
  /^(self\.|cls\.)?_*(\w*(table|column|col|schema|placeholder|field|clause|where|order|sort|direction|join|limit|offset|cond|condition|filter|database|db|select|set|update|values|marks|param|dialect|prefix|suffix|query|sql|stmt|kind|quoted|ident|index|view)\w*|[A-Z][A-Z_0-9]*)(\(\))?$|["'],?\s*["']\.join|\?|^len\(|^quote|^int\(|\bquote_\w+\(/;

const database: Rule = (file, call, callee) => {
  if (
    !/(^|\.)(execute|executemany|executescript|raw|fetch|fetchrow|fetchval|fetch_all|fetch_one|query|read_sql|read_sql_query|extra|RawSQL|text)$/.test(
      callee,
    )
  )
    return null;
  const value = valueOf(file, argumentsOf(call)[0]);
  if (madeOf(file, value) !== 'built') return null;
  const text = textOf(file, value);
  if (!STATEMENT.test(text)) return null;
  const holes = holesOf(file, value);
  if (holes.every((one) => FRAME.test(one)))
    return { how: 'sql', certainty: 'possible', because: 'parts of a statement are put together' };
  const quoted = /['"]\s*\{[^{}]+\}\s*['"]|'%s'|= ?['"]\s*["']?\s*\+|\bWHERE\b[^"']*=\s*\{/i.test(text);
  return {
    how: 'sql',
    certainty: quoted ? 'certain' : 'likely',
    because: 'values are written into a statement instead of handed over',
  };
};

const deserialise: Rule = (file, call, callee) => {
  if (/^yaml\.(unsafe_load|unsafe_load_all|full_load)$/.test(callee))
    return {
      how: 'deserialise',
      certainty: callee.includes('unsafe') ? 'certain' : 'possible',
      because: 'what is loaded may make any object',
    };
  if (/^yaml\.(load|load_all)$/.test(callee)) {
    // `yaml = YAML()` of ruamel: it makes plain objects
    if (/\bruamel\b|\byaml\s*=\s*YAML\(/.test(file.text)) return null;
    const loader = keyword(file, call, 'Loader') ?? textOf(file, argumentsOf(call)[1]);
    if (/Safe|Base/.test(loader)) return null;
    const isKnown = loader === '' || /Unsafe|^yaml\.Loader$|^Loader$|yaml\.CLoader/.test(loader);
    return hasUnpacking(call)
      ? null
      : {
          how: 'deserialise',
          certainty: isKnown ? 'certain' : 'possible',
          because: 'what is loaded may make any object',
        };
  }
  if (!/^(pickle|cPickle|_pickle|dill|cloudpickle|marshal|jsonpickle)\.(loads?|decode)$/.test(callee)) return null;
  const text = textOf(file, argumentsOf(call)[0], 300);
  const isOutside =
    /request|recv|response|\.content\b|\.body|payload|base64|b64decode|redis|cache\.get|cookie|message/i.test(text);
  return {
    how: 'deserialise',
    certainty: isOutside ? 'likely' : 'possible',
    because: 'what is loaded may run any code',
  };
};

const markup: Rule = (file, call, callee) => {
  if (
    !/^(mark_safe|Markup|markupsafe\.Markup|render_template_string|flask\.render_template_string|jinja2\.Template|SafeString)$/.test(
      callee,
    )
  )
    return null;
  const value = valueOf(file, argumentsOf(call)[0]);
  if (
    madeOf(file, value) !== 'built' ||
    /escape\(|format_html|json\.dumps|conditional_escape/.test(textOf(file, value, 800))
  )
    return null;
  return { how: 'markup', certainty: 'likely', because: 'values are put into markup unescaped' };
};

const paths: Rule = (file, call, callee) => {
  if (
    !/^(open|io\.open|send_file|flask\.send_file|FileResponse|os\.path\.join|os\.remove|os\.unlink|shutil\.rmtree|Path|pathlib\.Path)$/.test(
      callee,
    )
  )
    return null;
  const text = textOf(file, childArguments(call), 400);
  if (
    !/\brequest\.(args|form|GET|POST|query_params|values|json|path_params|match_info|files)\b/.test(text) ||
    /secure_filename|basename|safe_join/.test(text)
  )
    return null;
  return { how: 'path', certainty: 'likely', because: 'a request names the file' };
};

function childArguments(call: Node): Node | undefined {
  return call.children.find(({ type }) => type === 'argument_list');
}

/** Calls that run, ask or write what they were given. */
export const INTERPRETERS: readonly Rule[] = [evaluation, shell, database, deserialise, markup, paths];
