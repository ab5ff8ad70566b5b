import type { Truth } from '../../../model/change.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Options } from '../options.ts';

/** What one sort of act of a service does, in the vocabulary of model/kinds.ts. */
export type Deed = {
  readonly kind:
    | 'infra.destroy'
    | 'infra.replace'
    | 'infra.unprotect'
    | 'infra.scale-zero'
    | 'access.widen'
    | 'network.expose';
  readonly type: string;
  /** After the name of the thing: `is deleted with what it holds`. */
  readonly because: string;
  readonly stateful?: Truth;
  readonly critical?: Truth;
  readonly reversible?: Truth;
  readonly certainty?: 'certain' | 'likely' | 'possible';
  readonly remedy?: string;
  /** Of infra.unprotect. */
  readonly protection?: string;
  /** Of access.widen. */
  readonly how?: string;
  /** Of network.expose. */
  readonly ports?: string;
  readonly world?: Truth;
  readonly sensitive?: Truth;
  /** The name of the thing is a secret itself, or says nothing. */
  readonly nameless?: true;
};

/** The plain words of a command, one space between; its deed, or null where the rest of the rows is not to be asked. */
export type Row = readonly [said: RegExp, deed: Deed | null, flags?: Flags];
export type Flags = {
  readonly any?: readonly string[];
  readonly none?: readonly string[];
  /** Over all words as they stand, for values that matter. */
  readonly text?: RegExp;
};

/** A program that acts on something far away. */
export type Service = {
  readonly technology: string;
  readonly tools: readonly string[];
  /** Options that take the next word. */
  readonly takes?: readonly string[];
  readonly clusters?: boolean;
  /** Options that say where: `--context`, `--project`. */
  readonly places?: readonly string[];
  /** Variables that do. */
  readonly variables?: readonly string[];
  readonly rows: readonly Row[];
  /** Where the verbs everybody uses (`delete`, `destroy`, `purge` …) mean nothing but what the rows say. */
  readonly closed?: true;
  /** What is typed every day in spite of its verb. */
  readonly daily?: RegExp;
  /** Short options that only rehearse: `-n`. */
  readonly rehearses?: readonly string[];
  /** Acts that the plain words do not tell. */
  readonly more?: (run: Invocation, options: Options) => readonly Act[];
};

/** A deed with what it is done to. */
export type Act = { readonly deed: Deed; readonly name: string };

type Some = Partial<Omit<Deed, 'kind' | 'type'>>;

/** Deleted, with what it holds. */
export function held(type: string, some: Some = {}): Deed {
  return { kind: 'infra.destroy', type, stateful: true, because: 'is deleted with what it holds', ...some };
}

/** Deleted; nothing is stored in it, but who uses it fails. */
export function gone(type: string, some: Some = {}): Deed {
  return { kind: 'infra.destroy', type, stateful: false, because: 'is deleted', ...some };
}

/** Deleted, and the next deployment makes it again: worth a word. */
export function light(type: string, some: Some = {}): Deed {
  return { kind: 'infra.destroy', type, stateful: false, critical: false, because: 'is deleted', ...some };
}

/** Overwritten, or made anew. */
export function again(type: string, some: Some = {}): Deed {
  return { kind: 'infra.replace', type, stateful: false, because: 'is overwritten', ...some };
}

export function stopped(type: string, some: Some = {}): Deed {
  return { kind: 'infra.scale-zero', type, stateful: false, because: 'is stopped', ...some };
}

export function bared(type: string, protection: string, some: Some = {}): Deed {
  return { kind: 'infra.unprotect', type, protection, because: `loses a protection (${protection})`, ...some };
}

export function widened(type: string, how: string, some: Some = {}): Deed {
  return { kind: 'access.widen', type, how, because: 'gives more than before', ...some };
}

export function opened(type: string, some: Some = {}): Deed {
  return {
    kind: 'network.expose',
    type,
    world: true,
    sensitive: true,
    ports: 'all',
    because: 'can be reached by everybody',
    ...some,
  };
}

/** A long list of words, written so that a person can read it. */
export function listed(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
