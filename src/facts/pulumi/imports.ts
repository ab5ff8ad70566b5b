/** What a name of the program stands for: `aws`, `aws.rds`, `aws.rds.Instance`. */
export type Imports = ReadonlyMap<string, string>;

/** Read off the text: an import is one statement, and ways to write it are few. */
export function importsOf(text: string): Imports {
  return new Map([...inScript(text), ...inPython(text), ...inGo(text)]);
}

type Named = readonly (readonly [string, string])[];

function inScript(text: string): Named {
  const imported = [...text.matchAll(SCRIPT), ...text.matchAll(REQUIRE)];
  return imported.flatMap(([, names = '', module = '']) => {
    const library = scriptLibrary(module);
    return library === null ? [] : scriptNames(names.trim(), library);
  });
}

function inPython(text: string): Named {
  const parts = [...text.matchAll(FROM)].flatMap(([, module = '', names = '']): Named => {
    const library = pythonLibrary(module);
    return library === null ? [] : pythonNames(names).map(([name, local]) => [local, `${library}.${name}`] as const);
  });
  const whole = [...text.matchAll(IMPORT)].flatMap(([, module = '', local]): Named => {
    const library = pythonLibrary(module);
    return library === null ? [] : [[local ?? module, library]];
  });
  return [...whole, ...parts];
}

function inGo(text: string): Named {
  return [...text.matchAll(GO)].flatMap(([, local, path = '']): Named => {
    const library = goLibrary(path);
    return library === null ? [] : [[local ?? goName(path), library]];
  });
}

const SCRIPT = /\bimport\s+(?:type\s+)?([^;'"]{1,600}?)\s+from\s+["']([^"'\n]{1,200})["']/g;
const REQUIRE = /\b(?:const|let|var|import)\s+(\w+|\{[^}]{1,400}\})\s*=\s*require\(\s*["']([^"'\n]{1,200})["']\s*\)/g;
const FROM = /^[ \t]*from[ \t]+([\w.]{1,200})[ \t]+import[ \t]+(\([^)]{1,800}\)|[^\n(]{1,400})/gm;
const IMPORT = /^[ \t]*import[ \t]+([\w.]{1,200})(?:[ \t]+as[ \t]+(\w+))?[ \t]*$/gm;
const GO = /^[ \t]*(?:import[ \t]+)?(?:(\w+)[ \t]+)?"(github\.com\/pulumi\/[^"\n]{1,200})"/gm;

/** `@pulumi/aws/s3` is `aws.s3`; of the engine itself `pulumi`. */
function scriptLibrary(module: string): string | null {
  const found = /^@pulumi(?:verse)?\/([\w./-]+)$/.exec(module);
  return found?.[1] === undefined ? null : found[1].replaceAll('/', '.');
}

function scriptNames(names: string, library: string): Named {
  const whole = /^(?:\*\s*as\s+)?(\w+)\s*(?:,|$)/.exec(names)?.[1];
  const braces = /\{([^}]*)\}/.exec(names)?.[1] ?? '';
  const parts = braces.split(',').flatMap((part): Named => {
    const [, name, local] = /^\s*(?:type\s+)?(\w+)\s*(?:(?:as\s+|:\s*)(\w+))?/.exec(part) ?? [];
    return name === undefined ? [] : [[local ?? name, `${library}.${name}`]];
  });
  return whole === undefined ? parts : [[whole, library], ...parts];
}

function pythonLibrary(module: string): string | null {
  const [head = '', ...rest] = module.split('.');
  if (head === 'pulumi') return ['pulumi', ...rest].join('.');
  if (!head.startsWith('pulumi_')) return null;
  return [head.slice('pulumi_'.length).replaceAll('_', '-'), ...rest].join('.');
}

function pythonNames(names: string): readonly (readonly [string, string])[] {
  return names
    .replaceAll(/[()]|#[^\n]*/g, ' ')
    .split(',')
    .flatMap((part): readonly (readonly [string, string])[] => {
      const [, name, local] = /^\s*(\w+)(?:\s+as\s+(\w+))?/.exec(part) ?? [];
      return name === undefined ? [] : [[name, local ?? name]];
    });
}

/** `github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds` is `aws.rds`. */
function goLibrary(path: string): string | null {
  if (path.startsWith('github.com/pulumi/pulumi/')) return 'pulumi';
  const found = /\/go\/([\w/.-]+)$/.exec(path)?.[1] ?? /^github\.com\/pulumi\/pulumi-([\w-]+)\/sdk/.exec(path)?.[1];
  return found === undefined ? null : found.replaceAll('/', '.');
}

function goName(path: string): string {
  const steps = path.split('/').filter((step) => !/^v\d+$/.test(step));
  return steps.at(-1) ?? path;
}
