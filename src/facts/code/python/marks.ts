import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, named, type Node, textOf } from '../tree.ts';
import { argumentsOf, calleeOf, calls, type PythonFile, see } from './file.ts';

/** Comments and casts that tell a tool to look away. */
export function marks(file: PythonFile): readonly Sighting[] {
  return [
    ...allOf(file, 'comment').flatMap((one) => ofComment(file, one)),
    ...calls(file).flatMap((one) => ofCast(file, one)),
    ...allOf(file, 'type').flatMap((one) => ofAnnotation(file, one)),
  ];
}

type Mark = readonly [pattern: RegExp, kind: string, how: string, certainty: Certainty, because: string];

/** The first that fits. A mark with a code says what it lets pass; one without lets everything pass that comes later. */
const MARKS: readonly Mark[] = [
  [
    /^#\s*(mypy|pyright):\s*(ignore-errors|basic|ignore\b(?!\[)|strict=false)/,
    'code.type-escape',
    'suppress',
    'certain',
    'no type of it is checked',
  ],
  [
    /^#\s*type:\s*ignore\s*$/,
    'code.type-escape',
    'suppress',
    'likely',
    'it ignores every type error of the line, without a reason',
  ],
  [
    /^#\s*pyright:\s*ignore\s*$/,
    'code.type-escape',
    'suppress',
    'likely',
    'it ignores every type error of the line, without a reason',
  ],
  [
    /^#\s*type:\s*ignore\s+#\s*(noqa|pylint|pragma)\b/,
    'code.type-escape',
    'suppress',
    'likely',
    'it ignores every type error of the line, without a reason',
  ],
  [
    /^#\s*(flake8|ruff):\s*noqa\s*$/i,
    'code.check-suppressed',
    'lint',
    'certain',
    'the whole file is left out of the linter',
  ],
  [/^#\s*noqa\s*$/i, 'code.check-suppressed', 'lint', 'possible', 'every rule is off for the line'],
  [/^#\s*pylint:\s*(skip-file|disable\s*=\s*all)/, 'code.check-suppressed', 'lint', 'certain', 'every rule is off'],
  [
    /^#\s*nosec\s*$/i,
    'code.check-suppressed',
    'security',
    'likely',
    'the security scanner is told to look away, without a rule or a reason',
  ],
  [/^#\s*nosec\b/i, 'code.check-suppressed', 'security', 'possible', 'the security scanner is told to look away'],
  [
    /^#\s*(nosemgrep|noboost|NOSONAR|lgtm\s*\[py\/)/,
    'code.check-suppressed',
    'security',
    'possible',
    'the security scanner is told to look away',
  ],
];

function ofComment(file: PythonFile, node: Node): readonly Sighting[] {
  const text = textOf(file, node, 200).trim();
  if (/^#\s*pragma:\s*no\s*cover/i.test(text)) return ofCoverage(file, node);
  const found = MARKS.find(([pattern]) => pattern.test(text));
  if (!found) return [];
  const [, kind, how, rated, because] = found;
  // a file-wide mark counts only where it stands alone
  const lineStart = file.text.lastIndexOf('\n', node.start - 1) + 1;
  const line = file.text.slice(lineStart, node.start).trim();
  const softened = softer(file, rated, line, how);
  return [
    {
      ...see(file, node, { kind, how, name: text.replace(/^#\s*/, ''), certainty: softened, because }),
      text: `${line.replaceAll(/\s+/g, '')}${text}`,
    },
  ];
}

/** Tests are handed wrong types on purpose, and an import without types is nobody's shortcut. */
function softer(file: PythonFile, rated: Certainty, line: string, how: string): Certainty {
  if (file.place !== 'source') return 'possible';
  if (how === 'suppress' && /^(import|from|except|class)\b|^@|\bimport\b/.test(line)) return 'possible';
  return rated;
}

const UNREACHED =
  /TYPE_CHECKING|__main__|NotImplementedError|^except\b|^\.\.\.|abstract|__repr__|__str__|^raise\b|^assert\b|^pass\b|sys\.(version|platform)|^else|^elif|^import|^from|^@|^return NotImplemented|^if (not )?\w*(HAS|has|debug|DEBUG|PY|_available)\w*|os\.name|^continue|^break|^yield|Protocol|overload/;

function ofCoverage(file: PythonFile, node: Node): readonly Sighting[] {
  const lineStart = file.text.lastIndexOf('\n', node.start - 1) + 1;
  const line = file.text.slice(lineStart, node.start).trim();
  if (UNREACHED.test(line) || file.place !== 'source') return [];
  const explained = /no\s*cover\b\W*\w+/i.test(textOf(file, node));
  const isWhole = /^(async )?(def|class)\b/.test(line) && !explained;
  return [
    {
      ...see(file, node, {
        kind: 'code.check-suppressed',
        how: 'coverage',
        name: line.slice(0, 60),
        certainty: 'possible', // people write it too, and mostly with reason
        because: isWhole ? 'a whole function is left out of coverage' : 'it is left out of coverage',
      }),
      text: line.replaceAll(/\s+/g, ''),
    },
  ];
}

/** `cast(Any, x)` */
function ofCast(file: PythonFile, call: Node): readonly Sighting[] {
  if (!/^(typing\.|t\.)?cast$/.test(calleeOf(file, call))) return [];
  const [type] = argumentsOf(call);
  if (!/^["']?(typing\.)?Any["']?$/.test(textOf(file, type))) return [];
  return [
    see(file, call, {
      kind: 'code.type-escape',
      how: 'any',
      name: 'cast',
      certainty: file.place === 'source' ? 'likely' : 'possible',
      because: 'it is cast to Any',
    }),
  ];
}

function ofAnnotation(file: PythonFile, type: Node): readonly Sighting[] {
  if (file.place !== 'source' || !/^(typing\.)?Any$/.test(textOf(file, type))) return [];
  const owner = type.parent;
  if (!owner || !owner.type.endsWith('parameter')) return [];
  const name = textOf(file, named(owner)[0], 80);
  if (/^\*|^_|^(args|kwargs|value|other|obj|default|key|exc_\w*|context|ctx)$/.test(name)) return [];
  return [
    see(file, owner, {
      kind: 'code.type-escape',
      how: 'any',
      name,
      certainty: 'possible',
      because: 'the parameter is Any',
    }),
  ];
}
