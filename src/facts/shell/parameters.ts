import type { Parameter, ParameterOperation, WordNode } from './parse.ts';
import { isSmall, matches, without } from './patterns.ts';
import { assign, type State, type Value, valueOf, variable } from './state.ts';

type Simple = { readonly type: 'SimpleExpansion'; readonly text: string };
type One = (word: WordNode) => Value;

/** What `$x`, `${x:-y}` or `"$@"` stands for; null where nobody can tell. */
export function parameterValues(part: Simple | Parameter, state: State, expand: One): readonly Value[] | null {
  if (part.type === 'SimpleExpansion') return valuesOf(part.text.slice(1), state);
  const named = namesOne(part, state);
  if (named === null) return null;
  const values = indexed(part, valuesOf(named, state), state, expand);
  if (part.prefix === '#') return values === null ? null : [valueOf(String(lengthOf(part, values)))];
  return part.operation === undefined ? values : operated(part.operation, named, values, state, expand);
}

/** `${!x}` names another one. */
function namesOne({ parameter, prefix }: Parameter, state: State): string | null {
  if (prefix !== '!') return parameter;
  const [value] = valuesOf(parameter, state) ?? [];
  return value?.known === true ? value.text : null;
}

function lengthOf({ index, parameter }: Parameter, values: readonly Value[]): number {
  const whole = index?.value === '@' || index?.value === '*' || /^[@*]$/.test(parameter);
  return whole ? values.length : (values[0]?.text.length ?? 0);
}

function indexed(
  { index, parameter }: Parameter,
  values: readonly Value[] | null,
  state: State,
  expand: One,
): readonly Value[] | null {
  if (index === undefined) return /^[@*]$/.test(parameter) || values === null ? values : values.slice(0, 1);
  if (index.value === '@' || index.value === '*') return values;
  const { text, known } = expand(index);
  if (!known) return null;
  const keyed = variable(state, `${parameter}[${text}]`);
  if (keyed !== null) return keyed.values;
  if (!/^-?\d{1,6}$/.test(text) || values === null) return null;
  const one = values.at(Number(text));
  return one === undefined ? [] : [one];
}

function valuesOf(name: string, state: State): readonly Value[] | null {
  const found = variable(state, name);
  if (found !== null) return found.values;
  if (/^\d+$/.test(name)) return positional(Number(name), state);
  if (name === '@' || name === '*') return state.parameters;
  if (name === '#') return state.parameters === null ? null : [valueOf(String(state.parameters.length))];
  const preset = presetOf(name, state);
  return preset === null ? null : [valueOf(preset)];
}

function positional(at: number, { parameters }: State): readonly Value[] | null {
  if (at === 0 || parameters === null) return null;
  const value = parameters[at - 1];
  return value === undefined ? [] : [value];
}

function presetOf(name: string, { cwd, session }: State): string | null {
  const { scene } = session.around;
  if (name === 'HOME') return scene.variables['HOME'] ?? scene.home;
  if (name === 'PWD') return cwd;
  return scene.variables[name] ?? PRESET[name] ?? null;
}

/** What every shell has: `$IFS` is how a command is written without a blank, `$SHELL -c` is a shell. */
const PRESET: Readonly<Record<string, string>> = { IFS: ' \t\n', SHELL: '/bin/sh', BASH: '/bin/bash' };
/** Paths, whatever they are, begin with a `/`: `${PATH:0:1}`. */
const PATHS = /^(PATH|HOME|PWD|OLDPWD|SHELL|TMPDIR)$/;

function operated(
  operation: ParameterOperation,
  name: string,
  values: readonly Value[] | null,
  state: State,
  expand: One,
): readonly Value[] | null {
  const [value] = values ?? [];
  const empty = value === undefined || (value.known && value.text === '');
  switch (operation.type) {
    case 'Default':
      return defaulted(operation, name, { values, empty }, state, expand);
    case 'Slice':
      return slice(operation, name, values, expand);
    case 'Remove': {
      const { text: pattern } = expand(operation.operand);
      const isEasy = (text: string): boolean => pattern !== '' && isSmall(pattern, text);
      return changed(values, (text) => (isEasy(text) ? without(text, pattern, operation.operator) : null));
    }
    case 'Replace': {
      const pattern = expand(operation.pattern).text;
      const by = expand(operation.replacement).text;
      return changed(values, (text) => replaced(text, pattern, by, operation.operator));
    }
    case 'CaseModification':
      return operation.operand === undefined ? changed(values, (text) => cased(text, operation.operator)) : null;
    case 'Transform':
      return values;
    case 'Names':
    case 'Unknown':
      return null;
  }
}

function slice(
  { offset, length }: Extract<ParameterOperation, { type: 'Slice' }>,
  name: string,
  values: readonly Value[] | null,
  expand: One,
): readonly Value[] | null {
  const from = expand(offset);
  const many = length === undefined ? undefined : expand(length);
  if (values === null && PATHS.test(name)) return from.text === '0' && many?.text === '1' ? [valueOf('/')] : null;
  return changed(values, (text) => sliced(text, from, many));
}

function defaulted(
  { operator, operand }: Extract<ParameterOperation, { type: 'Default' }>,
  name: string,
  { values, empty }: { readonly values: readonly Value[] | null; readonly empty: boolean },
  state: State,
  expand: One,
): readonly Value[] | null {
  const missing = operator.startsWith(':') ? empty : values === null || values.length === 0;
  if (operator.endsWith('+')) return values === null ? null : missing ? [] : [expand(operand)];
  if (!missing) return values;
  // `${DIR:?}` stops where nothing is set: it never becomes `/`
  if (operator.endsWith('?')) return null;
  const value = expand(operand);
  if (operator.endsWith('=')) assign(state, name, [value]);
  return [value];
}

function changed(values: readonly Value[] | null, change: (text: string) => string | null): readonly Value[] | null {
  if (values === null || values.some(({ known }) => !known)) return null;
  const made: Value[] = [];
  for (const value of values) {
    const text = change(value.text);
    if (text === null) return null;
    made.push({ ...value, text });
  }
  return made;
}

function sliced(text: string, offset: Value, length: Value | undefined): string | null {
  const from = wholeNumber(offset.text);
  if (from === null) return null;
  const rest = text.slice(from);
  const many = length === undefined ? null : wholeNumber(length.text);
  if (length === undefined) return rest;
  return many === null ? null : many < 0 ? rest.slice(0, many) : rest.slice(0, many);
}

function wholeNumber(text: string): number | null {
  return /^\s*-?\d{1,9}\s*$/.test(text) ? Number(text) : null;
}

function replaced(text: string, pattern: string, by: string, operator: string): string | null {
  if (!isSmall(pattern, text)) return null;
  const anchored = operator === '/#' || operator === '/%';
  if (!/[*?[\\]/.test(pattern) && !anchored)
    return operator === '//' ? text.replaceAll(pattern, () => by) : text.replace(pattern, () => by);
  if (anchored) {
    const rest = without(text, pattern, operator === '/#' ? '##' : '%%');
    return rest === text ? text : operator === '/#' ? `${by}${rest}` : `${rest}${by}`;
  }
  return pattern.length === 1 || (text.length <= 200 && pattern.length <= 20)
    ? swept(text, pattern, by, operator)
    : null;
}

/** Every place a pattern fits, longest piece first. */
function swept(text: string, pattern: string, by: string, operator: string): string {
  let made = '';
  for (let at = 0; at < text.length; at++) {
    const length = longest(text.slice(at), pattern);
    if (length === 0) {
      made += text[at] ?? '';
      continue;
    }
    made += by;
    at += length - 1;
    if (operator === '/') return made + text.slice(at + 1);
  }
  return made;
}

function longest(text: string, pattern: string): number {
  for (let length = Math.min(text.length, 60); length > 0; length--)
    if (matches(pattern, text.slice(0, length))) return length;
  return 0;
}

function cased(text: string, operator: string): string {
  const whole = operator.length === 2;
  const change = (letters: string): string =>
    operator.startsWith('^') ? letters.toUpperCase() : letters.toLowerCase();
  return whole ? change(text) : `${change(text.slice(0, 1))}${text.slice(1)}`;
}
