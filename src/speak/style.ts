/** Colours only where a person looks at a terminal that wants them; the words alone always suffice. */
export type Style = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
};

export const plain: Style = { bold: same, dim: same, red: same, yellow: same, green: same };

export const coloured: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  yellow: paint(33, 39),
  green: paint(32, 39),
};

/** https://no-color.org; FORCE_COLOR and CLICOLOR_FORCE ask for colour without a terminal. */
export function styleFor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Style {
  if ((env['NO_COLOR'] ?? '') !== '') return plain;
  const isForced = [env['FORCE_COLOR'], env['CLICOLOR_FORCE']].some(
    (wish) => wish !== undefined && wish !== '' && wish !== '0',
  );
  if (isForced) return coloured;
  return isTerminal && env['TERM'] !== 'dumb' && env['CI'] === undefined ? coloured : plain;
}

function paint(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

function same(text: string): string {
  return text;
}
