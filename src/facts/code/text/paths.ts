import type { Edit, Path } from '../../../model/change.ts';
import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { placeOf } from '../where.ts';

type Artefact = readonly [pattern: RegExp, how: string, certainty: Certainty, because: string];

/** Files that a program makes, by their names. The first that fits. */
const ARTEFACTS: readonly Artefact[] = [
  [
    /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.Spotlight-V100|\._[^/]+|ehthumbs\.db)$/,
    'system',
    'certain',
    'a desktop makes it for itself',
  ],
  [/\.(sw[op]|swn)$|(^|\/)\.#[^/]+$|(^|\/)4913$|(^|\/)#[^/]+#$/, 'system', 'certain', 'an editor makes it for itself'],
  [/\.(pyc|pyo)$|(^|\/)__pycache__\//, 'cache', 'certain', 'Python makes it from the source beside it'],
  [
    /(^|\/)(\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.eslintcache|\.parcel-cache|\.turbo|\.gradle|\.terraform|\.sass-cache|\.nyc_output|\.ipynb_checkpoints|\.hypothesis)(\/|$)/,
    'cache',
    'certain',
    'a tool makes it for itself',
  ],
  [/(^|\/)node_modules\//, 'build', 'likely', 'a package manager puts it there'],
  [
    /(^|\/)(venv|\.venv|virtualenv)\/(lib|bin|include|Lib|Scripts|pyvenv\.cfg)/,
    'build',
    'certain',
    'it is an environment of one machine',
  ],
  [
    /(^|\/)(coverage|htmlcov)\/.*\.(html|json|info|xml)$|(^|\/)(\.coverage(\.\w+)?|lcov\.info|coverage\.xml|\.nyc_output|cover\.out|coverage\.out)$/,
    'build',
    'likely',
    'a coverage run makes it',
  ],
  [
    /(^|\/)(npm-debug|yarn-error|yarn-debug|lerna-debug|pnpm-debug|firebase-debug)\.log(\.\d+)?$|(^|\/)hs_err_pid\d+\.log$/,
    'log',
    'certain',
    'a program wrote it when it failed',
  ],
  [/\.log(\.\d+)?$|(^|\/)nohup\.out$/, 'log', 'likely', 'a program wrote it while it ran'],
  [
    /(^|\/)(core|core\.\d+|vgcore\.\d+)$|\.(dmp|mdmp|stackdump|hprof|heapsnapshot|cpuprofile)$/,
    'dump',
    'likely',
    'a program left it when it fell',
  ],
  [
    /\.(sqlite3?|db3|sqlite3?-(wal|shm|journal)|mdb|rdb)$|(^|\/)(dump|backup)[\w.-]*\.(sql|sql\.gz|tar\.gz|zip|bak)$/,
    'dump',
    'likely',
    'it holds the data of one machine',
  ],
  [
    /\.(safetensors|gguf|ggml|ckpt|h5|hdf5|onnx|pt|pth|tflite|pkl|joblib|npy|npz)$/,
    'model',
    'likely',
    'it is what training left',
  ],
  [
    /\.(class|o|obj|ko|elf|exe|dll|dylib|pdb|ilk|exp|lib|a|so|egg|whl|jar|war)$/,
    'build',
    'likely',
    'a compiler makes it',
  ],
  [/(^|\/)[^/]+\.egg-info\/|\.tsbuildinfo$/, 'build', 'certain', 'a build makes it'],
];

/** Where such a file is kept on purpose. */
const KEPT =
  /(^|\/)(fixtures?|testdata|test-data|tests?|__tests__|spec|samples?|examples?|docs?|assets|data|vendor|third[-_]?party|resources|seeds?|gradle\/wrapper|libs?|jniLibs|models?|weights|checkpoints|corpus|benchmarks?|migrations?|cases)\//i;

export function artefact(edit: Edit): readonly Sighting[] {
  const { path, status } = edit;
  if (status !== 'add' && status !== 'rename') return [];
  const found = ARTEFACTS.find(([pattern]) => pattern.test(path));
  if (!found) return [];
  const [, how, rated, because] = found;
  const isKept = KEPT.test(path) && how !== 'system' && how !== 'cache';
  return [named(path, 'code.artefact', how, isKept ? 'possible' : rated, because)];
}

/** `cart_old.py` where there is `cart.py`, in the tree or in the change. */
export function copyOf(edit: Edit, isThere: (path: Path) => boolean): readonly Sighting[] {
  const { path, status } = edit;
  if (status !== 'add') return [];
  const copy = copyPlaces(path);
  if (copy === null) return [];
  const original = copy.originals.find(isThere);
  if (original === undefined)
    return copy.how === 'backup' && copy.isPlain
      ? [named(path, 'code.loose-copy', 'backup', 'likely', 'by its name it is an older state of another file')]
      : [];
  const place = placeOf(path);
  const certainty: Certainty =
    place === 'source' || place === 'config' || place === 'script'
      ? copy.how === 'backup'
        ? 'certain'
        : 'likely'
      : 'possible';
  return [named(path, 'code.loose-copy', copy.how, certainty, `${original} stands beside it`)];
}

type Copy = {
  readonly how: 'version' | 'backup' | 'duplicate';
  readonly originals: readonly Path[];
  readonly isPlain: boolean;
};

export function copyPlaces(path: Path): Copy | null {
  const slash = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, slash), path.slice(slash)];
  if (NUMBERED.test(folder)) return null;
  const backup = /^(.+?)(?:\.(?:bak|orig|old|backup|save)|~)$/.exec(name)?.[1];
  if (backup !== undefined) {
    const isPlain = !name.endsWith('.old') && !name.startsWith('.');
    return { how: 'backup', originals: [folder + backup], isPlain };
  }
  const [, stem = '', extension = ''] = /^(.+?)((?:\.[A-Za-z]\w{0,9}){1,3})$/.exec(name) ?? [];
  if (!SOURCES.test(extension)) return null;
  for (const [how, pattern] of NAMINGS) {
    const original = pattern.exec(stem)?.[1];
    if (original !== undefined) return { how, originals: [folder + original + extension], isPlain: false };
  }
  return null;
}

/** Numbered by their tools, or a part of a public address. */
const NUMBERED =
  /(^|\/)(migrations?|versions?|alembic|v\d+|api|changelogs?|releases?|CHANGELOG|openapi|schemas?|proto|fixtures?|testdata|__snapshots__|archive|legacy)\//i;
const SOURCES = /\.([cm]?[jt]sx?|py|go|rb|rs|java|kt|cs|php|swift|cc?|cpp|sh|sql|vue|svelte|ya?ml|toml|css|scss)$/;
/** `cart copy.ts`, `cart_old.py`, `cartV2.ts`: in the brackets what it is a copy of. */
const NAMINGS: readonly (readonly [Copy['how'], RegExp])[] = [
  ['duplicate', /^(.+?)(?: copy(?: \d+)?| \(\d+\)|[-_ ]copy\d*| - Copy.*)$/],
  ['duplicate', /^(?:Copy of |copy[-_]of[-_])(.+)$/],
  ['backup', /^(.+?)[-_.](?:old|backup|bak|orig|original|deprecated|legacy|prev|previous)$/i],
  ['version', /^(.+?)[-_.](?:v\d+|new|fixed|improved|enhanced|updated|final|refactored|rewrite|optimized|temp|tmp)$/],
  ['version', /^(.+[a-z])(?:V\d|New|Old|Fixed|Improved|Enhanced|Refactored|[2-9])$/],
];

function named(path: Path, kind: string, how: string, certainty: Certainty, because: string): Sighting {
  return {
    kind,
    how,
    name: path.slice(path.lastIndexOf('/') + 1),
    certainty,
    because,
    range: { from: 1, to: 1 },
    symbol: '',
    text: path,
  };
}
