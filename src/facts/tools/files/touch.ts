import type { Truth } from '../../../model/change.ts';
import { partOf } from '../../guard-parts.ts';
import type { Invocation, Surroundings, Word } from '../../shell/invocation.ts';
import { type Certainty, effect } from '../effects.ts';
import type { Effect } from '../family.ts';
import { isStartup } from './startup.ts';
import { type Place, placeOf } from './zone.ts';

/** What a command does to one of the paths it names. */
export type Touch = {
  readonly word: Word;
  /** `append` keeps what is there; `discard` is a deletion that a trash keeps. */
  readonly does: 'delete' | 'discard' | 'shred' | 'append' | Overwriting;
  readonly recursive?: Truth;
  readonly forced?: Truth;
  /** Only what a name or an age picks out of it: `find src -name '*.bak'`. */
  readonly filter?: Filter;
};

export type Overwriting = 'contents' | 'move' | 'mode' | 'owner' | 'link';
export type Filter = 'none' | 'some' | 'generated';

/** Nobody types more; the rest is said to be unread. */
const MANY = 2000;

export function effectsOfTouches(touches: readonly Touch[], run: Invocation, around: Surroundings): readonly Effect[] {
  const judged = touches.slice(0, MANY).flatMap((touch) => judge(touch, run, around));
  if (touches.length <= MANY) return judged;
  const reason = `it names ${touches.length} paths`;
  return [
    ...judged,
    { kind: 'unreadable', subject: run.tool, attributes: { what: 'paths of a command', why: reason } },
  ];
}

function judge(touch: Touch, run: Invocation, around: Surroundings): readonly Effect[] {
  const { scene } = around;
  if (touch.word.text === '' || isStream(touch.word.text)) return [];
  const place = narrowed(placeOf(touch.word, run, scene), touch);
  const gate = ofGate(touch, place, run);
  return [...gate, ...(isDeletion(touch) ? deleted(touch, place, run) : overwritten(touch, place, run, around))];
}

function isStream(path: string): boolean {
  return /^\/dev\/(?:null|zero|u?random|full|tty|pts\/\d+|stdin|stdout|stderr|fd\/\d+|console)$|^-$|^nul$/i.test(path);
}

function isDeletion({ does }: Touch): boolean {
  return does === 'delete' || does === 'discard' || does === 'shred';
}

/** Of all: what is picked out of it is temporary, the folder itself is not. */
const SHARED = /^\/(?:private\/)?(?:var\/)?tmp$/;

/** Picking some of it leaves the rest standing. */
function narrowed(place: Place, { filter = 'none' }: Touch): Place {
  if (filter !== 'none' && SHARED.test(place.path)) return { ...place, zone: 'temporary' };
  const isOwn = place.zone === 'project' || place.zone === 'inside';
  if (filter === 'none' || !isOwn) return place;
  if (filter === 'generated') return { ...place, zone: 'generated', precious: false };
  // by a pattern all over the project: what of it was never committed nobody can tell
  return { ...place, certainty: place.zone === 'project' ? 'possible' : place.certainty, precious: false };
}

const FOLDERS: readonly (readonly [part: string, pattern: RegExp])[] = [
  ['config', /^\.guardrail\/?$/],
  ['policy', /^\.guardrail\/policies\/?$/],
  ['hook', /^\.(?:husky|githooks|git-hooks|lefthook)\/?$|(?:^|\/)\.git\/hooks\/?$/],
  ['agent-settings', /(?:^|\/)\.(?:claude|codex|gemini|cursor|opencode|kiro|factory)\/?$/],
];

/** Our own files, hooks and agents' settings: what becomes of them cannot be told from a command. */
function ofGate(touch: Touch, { path }: Place, run: Invocation): readonly Effect[] {
  const file = partOf(path);
  const part = file ?? FOLDERS.find(([, pattern]) => pattern.test(path))?.[0];
  if (part === undefined || isHarmless(touch, run)) return [];
  const gone = isDeletion(touch) || touch.does === 'move' || touch.does === 'mode';
  if (file === null && !gone) return [];
  return [{ kind: 'guard.change', subject: path, path, attributes: { direction: gone ? 'weaken' : 'unclear', part } }];
}

/** A hook that is made to run is what hooks are for. */
function isHarmless({ does }: Touch, { args }: Invocation): boolean {
  return does === 'owner' || (does === 'mode' && args.some(({ text }) => /^[ugoa]*\+|^[0-7]?[57]\d\d$/.test(text)));
}

function deleted(touch: Touch, place: Place, run: Invocation): readonly Effect[] {
  const { forced = false } = touch;
  // -rf of a file is the deletion of a file
  const recursive = place.zone === 'inside' && IS_FILE.test(place.path) ? false : (touch.recursive ?? false);
  const reversible = touch.does === 'discard' ? true : reversibleOf(place, touch);
  const because = `${verb(touch)} ${what(place)}`;
  const more = { zone: place.zone, recursive, forced, reversible };
  return [effect('fs.delete', { ...why(place, run), because, remedy: insteadOf(touch, place) }, more)];
}

const IS_FILE = /[^/.*][^/*]*\.[a-z]\w{0,4}$/;

function reversibleOf({ zone, precious, path }: Place, { does }: Touch): Truth {
  if (zone === 'generated' || zone === 'temporary') return true;
  if (precious || does === 'shred') return false;
  // one path that a variable holds is not a whole list of them
  return zone === 'inside' || (zone === 'unknown' && path !== '$@') ? 'unknown' : false;
}

function why(place: Place, run: Invocation): Parameters<typeof effect>[1] {
  const certainty: Certainty = place.certainty;
  const path = place.zone === 'unknown' ? {} : { path: place.path };
  return { technology: run.tool === '' ? 'shell' : run.tool, subject: place.path, because: '', certainty, ...path };
}

function verb({ does, recursive }: Touch): string {
  if (does === 'shred') return 'it destroys beyond repair';
  if (does === 'discard') return 'it moves to the trash';
  return recursive === true ? 'it deletes, with all that is in it,' : 'it deletes';
}

const WHAT: Readonly<Record<Place['zone'], string>> = {
  device: 'a device',
  root: 'the whole machine',
  system: 'a part of the system',
  home: 'a home folder or something of one',
  outside: 'something outside the repository',
  repository: "git's own records of the repository",
  project: 'the whole project, with what was never committed',
  inside: 'a part of the project',
  generated: 'what is made again',
  temporary: 'something temporary',
  unknown: 'a path nobody can tell beforehand',
};

function what({ zone, precious }: Place): string {
  return precious ? 'what git does not keep' : WHAT[zone];
}

function insteadOf(touch: Touch, { zone, precious, path }: Place): string {
  if (precious) return `mv ${path} ${path}.old`;
  if (zone === 'unknown' && touch.recursive === true) return 'Print the path first, then name it in the command';
  return '';
}

function overwritten(touch: Touch, place: Place, run: Invocation, around: Surroundings): readonly Effect[] {
  const zone = zoneOfWrite(touch, place, around);
  if (zone === null) return [];
  const { recursive = false, forced = false } = touch;
  const how = touch.does === 'append' ? 'contents' : touch.does;
  const reversible =
    zone === 'inside' && place.precious
      ? isKept(touch, place, around)
      : reversibleOf({ ...place, zone, precious: false }, touch);
  const because = `${ACTS[touch.does] ?? 'it writes over'} ${zone === 'inside' && place.precious ? 'what git does not keep' : WHAT[zone]}`;
  return [effect('fs.overwrite', { ...why(place, run), because }, { zone, recursive, forced, reversible, how })];
}

const ACTS: Readonly<Record<string, string>> = {
  append: 'it adds to',
  move: 'it moves away',
  mode: 'it changes who may read, write or run',
  owner: 'it changes whose is',
  link: 'it puts a link in the place of',
};

/** New programs and package sources lie there, and settings of programs: writing one is how things are installed. */
const INSTALLED =
  /^\/(?:usr\/local\/(?!lib\/systemd)|opt\/|srv\/|usr\/share\/(?:keyrings|fonts|applications|bash-completion|zsh)\/|etc\/(?:apt\/(?:sources\.list\.d|keyrings|trusted\.gpg\.d|apt\.conf\.d)|yum\.repos\.d|bash_completion\.d|docker\/daemon\.json|nginx|apache2|udev\/rules\.d|profile\.d|apk|pki|ssl|ca-certificates|needrestart|buildkit\w*|containers)\b|Applications\/|Library\/Fonts\/|snap\/|var\/(?:www|log|lib|run|spool|tmp|opt)\/|run\/|proc\/self\/|sys\/fs\/cgroup\/|nix\/)/;
const LOGS = /^\/var\/log\/(?:syslog|auth|messages|secure|audit|wtmp|btmp|lastlog|kern|cron|faillog|journal)/;
const GIT_NOTES =
  /(?:^|\/)\.git\/(?:info\/(?:exclude|sparse-checkout|attributes)|COMMIT_EDITMSG|MERGE_MSG|SQUASH_MSG|description|[A-Z_]+_EDITMSG)$/;

/** Null where a write is nothing to speak of: temporary files, streams, what cannot be told. */
function zoneOfWrite(touch: Touch, place: Place, around: Surroundings): Place['zone'] | null {
  const { zone, path, certainty } = place;
  if (zone === 'temporary' || zone === 'unknown' || (SHARED.test(path) && !isRights(touch))) return null;
  if (zone === 'repository') return isNote(touch, path) ? null : zone;
  if (zone === 'system') return isInstalling(touch, path) ? 'outside' : zone;
  if (zone === 'home') return ofHomeWrite(touch, path, around);
  // by a guess over a variable: not enough to say which file
  return certainty === 'certain' || zone === 'device' || zone === 'root' ? zone : 'outside';
}

function isNote(touch: Touch, path: string): boolean {
  return GIT_NOTES.test(path) || (isRights(touch) && !path.includes('hooks'));
}

function isInstalling(touch: Touch, path: string): boolean {
  return (
    INSTALLED.test(`${path}/`) &&
    !LOGS.test(path) &&
    touch.does !== 'move' &&
    !(isRights(touch) && touch.recursive === true)
  );
}

function isRights({ does }: Touch): boolean {
  return does === 'mode' || does === 'owner';
}

function ofHomeWrite(touch: Touch, path: string, { scene, file }: Surroundings): Place['zone'] {
  if (touch.does === 'move') return 'home';
  if (isRights(touch)) return path === scene.home || /\.ssh|\.gnupg/.test(path) ? 'home' : 'outside';
  const kind = isStartup(path);
  if (kind === 'doors') return 'home';
  if (kind === null || touch.does === 'append') return 'outside';
  // a machine that is set up gets its first keys this way
  return kind === 'keys' && file(path)?.kind === 'absent' ? 'outside' : 'home';
}

/** An `.env` that is not there yet is only made. */
function isKept(touch: Touch, { path }: Place, { file, scene }: Surroundings): Truth {
  if (touch.does === 'append' || touch.does === 'mode' || touch.does === 'owner' || touch.does === 'move')
    return 'unknown';
  const there = file(path.startsWith('/') || scene.root === null ? path : `${scene.root}/${path}`);
  return there?.kind === 'absent' ? 'unknown' : false;
}
