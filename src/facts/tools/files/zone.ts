import type { Scene } from '../../../model/call.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { pathInScene, resolvePath } from '../../shell/place.ts';
import { isMadeAgain, isPrecious, sortOf, type Zone } from './names.ts';
import { HOLE, soundsPassing, type Spelled, spell } from './words.ts';

/** What a word of a command reaches. */
export type Place = {
  readonly zone: Zone | 'unknown';
  /** As facts and policies name it; as it was written where nobody knows. */
  readonly path: string;
  /** `dir/*`: what is in it, all of it. */
  readonly whole: boolean;
  /** Git does not bring it back, and no build makes it again. */
  readonly precious: boolean;
  /** `possible`: only if a variable turns out to be empty. */
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** No system takes a longer path; what a text that long is, nobody needs to know. */
const LONG = 4096;

export function placeOf(word: Word, run: Invocation, scene: Scene): Place {
  if (word.text.length > LONG || word.source.length > LONG)
    return { zone: 'unknown', path: word.text.slice(0, 80), whole: false, precious: false, certainty: 'possible' };
  const spelled = spell(word, run, scene);
  const glob = word.glob || (!/^["']/.test(word.source) && /[*?[]/.test(word.text));
  return spelled.holes === 0 ? ofPath(spelled.text, glob, run, scene) : ofHoles(spelled, word, run, scene);
}

/** A path that is known. */
function ofPath(text: string, glob: boolean, run: Invocation, scene: Scene): Place {
  const { base, whole, rest } = glob ? beforePattern(text) : { base: text, whole: false, rest: '' };
  if (REMOTE.test(text)) return { zone: 'outside', path: text, whole, precious: false, certainty: 'certain' };
  const resolved = resolvePath(withoutDrive(base), run.cwd);
  const nowhere: Place = { zone: 'unknown', path: text, whole, precious: false, certainty: 'possible' };
  if (resolved === null) return isMadeAgain(text) ? { ...nowhere, zone: 'generated' } : nowhere;
  const isShared = whole && /^\/(?:private\/)?(?:var\/)?tmp$/.test(resolved);
  const zone = isShared ? 'temporary' : beneath(sortOf(resolved, scene), resolved, rest, scene);
  const path = pathInScene(rest === '' ? resolved : `${resolved === '/' ? '' : resolved}/${rest}`, scene);
  const precious = zone === 'inside' && isPrecious(path);
  return { zone, path, whole, precious, certainty: 'certain' };
}

/** `user@host:/srv`, `host::module`, `rsync://host/x`. */
const REMOTE = /^(?:[\w.-]+@)?[\w.-]{2,}::?(?!\\)[^\s]*$|^[a-z]+:\/\//;

/** `C:/Windows` is `/Windows`. */
function withoutDrive(text: string): string {
  return /^[A-Za-z]:(?:\/|$)/.test(text) ? `/${text.slice(3)}` : text;
}

const ANYTHING = /^(?:\*+|\*\.\*|\.\*|\.\?\*|\.\[[^\]]*\]\*|\?\*|\{[^}]*\})$/;

/** `a/b/*` is all of a/b; `a/x*` is some of a. */
function beforePattern(text: string): { readonly base: string; readonly whole: boolean; readonly rest: string } {
  const parts = text.split('/');
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  let whole = false;
  while (parts.length > 0 && ANYTHING.test(parts.at(-1) ?? '')) {
    parts.pop();
    whole = true;
  }
  const at = parts.findIndex((part) => /[*?[{]/.test(part));
  const known = at < 0 ? parts : parts.slice(0, at);
  const base = known.length === 0 ? '.' : known.join('/');
  return { base: base === '' ? '/' : base, whole, rest: at < 0 ? '' : parts.slice(at).join('/') };
}

/** Some of a place is less than the place. */
function beneath(zone: Zone, path: string, rest: string, scene: Scene): Zone {
  if (rest === '') return zone;
  if (zone === 'root') return 'system';
  if (zone === 'system' && /^\/(?:home|Users)$/.test(path)) return 'home';
  if (zone !== 'project') return zone === 'inside' && isMadeAgain(rest) ? 'generated' : zone;
  if (path !== (scene.root ?? path)) return 'outside';
  return isMadeAgain(rest) ? 'generated' : 'inside';
}

const WORST: readonly Place['zone'][] = ['root', 'system', 'home', 'device', 'repository', 'project'];

/** Judged by what an empty variable would do, the classical disaster: `rm -rf $DIR/*`. */
function ofHoles({ text, names }: Spelled, word: Word, run: Invocation, scene: Scene): Place {
  const glob = word.glob || /[*?[]/.test(text);
  const passing = names.every(soundsPassing);
  const path = word.text;
  if (text === HOLE) {
    const zone = passing ? 'temporary' : 'unknown';
    return { zone, path, whole: false, precious: false, certainty: 'possible' };
  }
  const empty = ofPath(text.replaceAll(HOLE, ''), glob, run, scene);
  const filled = ofPath(text.replaceAll(HOLE, 'some-folder'), glob, run, scene);
  if (!text.startsWith(HOLE)) return besideKnown(empty, filled, path, passing);
  if (isMadeAgain(text.replaceAll(HOLE, ''))) return { ...filled, zone: 'generated', path };
  // "$DIR/etc" reaches /etc, "$DIR/x" something that is not there
  if (WORST.includes(empty.zone)) return { ...empty, path, certainty: passing ? 'possible' : 'likely' };
  const zone = passing ? 'temporary' : 'outside';
  return { zone, path, whole: empty.whole, precious: false, certainty: 'likely' };
}

function besideKnown(empty: Place, filled: Place, path: string, passing: boolean): Place {
  if (empty.zone === filled.zone || !WORST.includes(empty.zone) || passing)
    return { ...filled, path, certainty: 'likely' };
  return { ...filled, path, zone: 'unknown', certainty: 'possible' };
}
