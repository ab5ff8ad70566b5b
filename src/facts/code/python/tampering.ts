import type { Sighting } from '../sighting.ts';
import { allOf, around, childOf, named, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  blockOf,
  calleeOf,
  calls,
  classOf,
  functionAround,
  functions,
  nameOf,
  type PythonFile,
  see,
  statementsOf,
} from './file.ts';

/** Code that knows it is tested, and mocks and breakpoints in what is shipped. */
export function tampering(file: PythonFile): readonly Sighting[] {
  return [
    ...(file.place === 'source' || file.place === 'config' ? [...aware(file), ...mocks(file)] : []),
    ...equalities(file),
    ...debugging(file),
  ];
}

/** What is for testing may know of tests. */
function isAboutTests(path: string): boolean {
  return /pytest|unittest|testing|test_?(case|runner|suite|util|client)|conftest|hypothesis|nose|coverage|plugin/i.test(
    path,
  );
}

function aware(file: PythonFile): readonly Sighting[] {
  const certainty = isAboutTests(file.path) ? 'possible' : 'certain';
  const strings = allOf(file, 'string').flatMap((one): readonly Sighting[] => {
    const found = ofString(file, one);
    return found ? [see(file, found.node, { kind: KIND, certainty, ...found.said })] : [];
  });
  const frames = calls(file).flatMap((one): readonly Sighting[] => {
    const callee = calleeOf(file, one);
    if (!/^(sys\._getframe|inspect\.(stack|currentframe))$/.test(callee)) return [];
    const body = textOf(file, functionAround(one) ?? one, 6000);
    if (!/["'](test_?|pytest|unittest|assert)\b|["']test/.test(body)) return [];
    return [
      see(file, one, {
        kind: KIND,
        how: 'caller',
        name: callee,
        certainty,
        because: 'it looks who calls it, and for tests',
      }),
    ];
  });
  return [...strings, ...frames];
}

type Knows = {
  readonly node: Node;
  readonly said: {
    readonly how: string;
    readonly name: string;
    readonly because: string;
    readonly certainty?: 'likely' | 'possible';
  };
};

function ofString(file: PythonFile, node: Node): Knows | null {
  const text = textOf(file, node, 60);
  if (/^["']PYTEST_CURRENT_TEST["']$/.test(text) && around(node, 'call', 'subscript', 'comparison_operator'))
    return {
      node: statementOf(node),
      said: { how: 'environment', name: 'PYTEST_CURRENT_TEST', because: 'it asks whether pytest runs' },
    };
  const outer = node.parent;
  if (outer?.type !== 'comparison_operator') return null;
  const whole = textOf(file, outer, 200);
  const isRunner = /^["'](pytest|unittest|_pytest|nose)["']$/.test(text);
  if (isRunner && whole.includes('sys.modules'))
    return {
      node: outer,
      said: { how: 'environment', name: 'sys.modules', because: 'it asks whether a test runner is loaded' },
    };
  if (isRunner && whole.includes('sys.argv'))
    return {
      node: outer,
      said: { how: 'arguments', name: 'sys.argv', because: 'it asks whether a test runner started it' },
    };
  if (!/^["']tests?["']$/.test(text) || !whole.includes('sys.argv')) return null;
  // `manage.py test` is asked for in settings of old, to take a faster database
  const certainty = file.isProgram || file.path.includes('settings') ? 'possible' : 'likely';
  return {
    node: outer,
    said: { how: 'arguments', name: 'sys.argv', because: 'it asks whether tests were started', certainty },
  };
}

const KIND = 'code.test-aware';

function statementOf(node: Node): Node {
  let up = node;
  while (up.parent && !/_statement$|^module$|^block$|_clause$/.test(up.type)) up = up.parent;
  return /^(if_statement|elif_clause|while_statement)$/.test(up.type)
    ? (named(up)[0] ?? up)
    : up.type === 'block' || up.type === 'module'
      ? node
      : up;
}

/** Whatever is compared with it is equal. */
function equalities(file: PythonFile): readonly Sighting[] {
  return functions(file).flatMap((one) => {
    const owner = classOf(one);
    const [only, more] = statementsOf(blockOf(one));
    if (!owner || nameOf(file, one) !== '__eq__' || !only || more || !/^return\s+True\s*$/.test(textOf(file, only)))
      return [];
    const meant =
      /Any|Match|Wild|Ignore|Always|Everything|Whatever/.test(nameOf(file, owner)) || file.place !== 'source';
    return [
      see(file, one, {
        kind: KIND,
        how: 'equality',
        name: nameOf(file, owner),
        certainty: meant ? 'possible' : 'certain',
        because: 'it equals everything it is compared with',
      }),
    ];
  });
}

const MOCKS =
  /^(unittest\.mock|mock|pytest_mock|responses|requests_mock|faker|factory_boy|factory|vcr|freezegun|moto|respx|mimesis|model_bakery|aioresponses|httpretty)(\.|$)/;

function mocks(file: PythonFile): readonly Sighting[] {
  const isMeant =
    isAboutTests(file.path) || /factor|seed|fake|mock|demo|sample|sandbox|generator|synthetic|simulat/i.test(file.path);
  return [...mockImports(file, isMeant), ...mockData(file, isMeant), ...mockNames(file)];
}

function mockImports(file: PythonFile, isMeant: boolean): readonly Sighting[] {
  return allOf(file, 'import_statement', 'import_from_statement').flatMap((one): readonly Sighting[] => {
    const text = textOf(file, one, 300);
    const name = /^(?:from|import)\s+([\w.]+)/.exec(text)?.[1] ?? '';
    const isMock =
      MOCKS.test(name) ||
      (name === 'unittest' && /import\s+\(?\s*mock\b/.test(text)) ||
      /^(tests?|conftest)(\.|$)/.test(name);
    if (!isMock || /TYPE_CHECKING/.test(textOf(file, around(one, 'if_statement'), 60))) return [];
    const certainty =
      isMeant || around(one, 'try_statement')
        ? 'possible'
        : functionAround(one) || /^(tests?|mock|factory|responses)\b/.test(name)
          ? 'likely'
          : 'certain';
    return [
      see(file, one, { kind: 'code.mock-in-source', how: 'import', name, certainty, because: `${name} is for tests` }),
    ];
  });
}

function mockData(file: PythonFile, isMeant: boolean): readonly Sighting[] {
  return allOf(file, 'assignment').flatMap((one): readonly Sighting[] => {
    const name = textOf(file, one.children[0], 80);
    const value = one.children.at(-1);
    if (
      !/^(?:MOCK|FAKE|DUMMY|SAMPLE|PLACEHOLDER|STUB)_[A-Z_]+$|^_*(?:mock|fake|dummy|sample)_(?:data|users?|results?|response|orders?|products?|items|records|customers|transactions|payload)$/.test(
        name,
      )
    )
      return [];
    if (
      !value ||
      !/^(list|dictionary|string)$/.test(value.type) ||
      /RATE|SIZE|COUNT|PROMPT|TEMPLATE|TEXT|INPUT/.test(name)
    )
      return [];
    if (value.type === 'string' || named(value).length === 0) return [];
    return [
      see(file, one, {
        kind: 'code.mock-in-source',
        how: 'data',
        name,
        certainty: isMeant ? 'possible' : 'likely',
        because: 'invented data stands in shipped code',
      }),
    ];
  });
}

function mockNames(file: PythonFile): readonly Sighting[] {
  return [...functions(file), ...allOf(file, 'class_definition')].flatMap((one): readonly Sighting[] => {
    const name = nameOf(file, one);
    if (
      functionAround(one) ||
      !/^_?(Mock|Fake|Dummy)[A-Z]\w+$|^_?(generate|get|create|build|make|load|return)_(mock|fake|dummy)_\w+$/.test(name)
    )
      return [];
    return [
      see(file, childOf(one, 'identifier') ?? one, {
        kind: 'code.mock-in-source',
        how: 'name',
        name,
        certainty: 'possible',
        because: 'by its name it stands in for something real',
      }),
    ];
  });
}

const BREAKPOINTS =
  /^(breakpoint|(pdb|ipdb|pudb|wdb|rpdb|celery\.contrib\.rdb)\.set_trace|IPython\.embed|(debugpy|ptvsd)\.(breakpoint|wait_for_client|listen))$/;

function debugging(file: PythonFile): readonly Sighting[] {
  return calls(file).flatMap((one): readonly Sighting[] => {
    const callee = calleeOf(file, one);
    const tell = (how: string, certainty: 'certain' | 'likely' | 'possible', because: string): readonly Sighting[] => [
      see(file, one, { kind: 'code.debug-left', how, name: callee, certainty, because }),
    ];
    if (BREAKPOINTS.test(callee)) {
      const isOwn =
        around(one, 'if_statement') !== null ||
        /debug|pdb/i.test(file.path) ||
        /debug|pdb|breakpoint/i.test(nameOf(file, functionAround(one)));
      return tell('breakpoint', isOwn ? 'possible' : 'certain', 'whoever runs it stops here');
    }
    if (file.place !== 'source') return [];
    if (/^(ic|icecream\.ic|traceback\.print_stack|objgraph\.show_\w+|dbg)$/.test(callee))
      return tell(
        'dump',
        callee === 'traceback.print_stack' ? 'possible' : 'likely',
        'it shows what only its author wanted to see',
      );
    if (callee !== 'print' && !/^(pprint|pprint\.pprint|pp)$/.test(callee)) return [];
    return ofPrint(file, one, tell);
  });
}

type Tell = (how: string, certainty: 'certain' | 'likely' | 'possible', because: string) => readonly Sighting[];

function ofPrint(file: PythonFile, call: Node, tell: Tell): readonly Sighting[] {
  const args = argumentsOf(call);
  const text = args.map((one) => textOf(file, one, 200)).join(', ');
  if (/\b(file|flush|end)\s*=/.test(text)) return [];
  const owner = nameOf(file, functionAround(call));
  if (
    /^_*(print|show|display|dump|describe|summary|usage|help|report|render|debug|pretty|log|main|__main__)/i.test(owner)
  )
    return [];
  const isGuarded = /\b(verbose|debug|quiet|DEBUG|VERBOSE)\b/.test(textOf(file, around(call, 'if_statement'), 80));
  if (isGuarded || !isCalled(file, call)) return [];
  const screams =
    /^f?["'][\s\W]*(DEBUG|XXX|here\b|HERE|test(ing)?\s*\d|got here|>>>|<<<|###|---)|^f["']\{[\w.[\]'"]+=\}["']$/.test(
      text,
    );
  if (screams)
    return tell('print', file.isProgram ? 'possible' : 'likely', 'it prints what only its author wanted to see');
  if (file.isProgram) return [];
  return tell('print', 'possible', 'library code prints');
}

/** In a function: what a module prints at its top is a program. */
function isCalled(_file: PythonFile, call: Node): boolean {
  return functionAround(call) !== null;
}
