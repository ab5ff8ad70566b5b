const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LETTERS = `${UPPER}${UPPER.toLowerCase()}0123456789`;

/** Put together here, so that no scanner takes this file for a leak. Each can be part of a file's name. */
const SHAPES: readonly ((word: (length: number, alphabet?: string) => string) => string)[] = [
  (word) => ['AK', 'IA', word(16, `${UPPER}234567`)].join(''),
  (word) => ['gh', 'p_', word(36)].join(''),
  (word) => ['gl', 'pat-', word(20)].join(''),
  (word) => ['xo', 'xb-', word(12, '0123456789'), '-', word(24)].join(''),
  (word) => ['sk', '_live_', word(24)].join(''),
  (word) => ['sk', '-ant-api03-', word(60)].join(''),
  (word) => ['np', 'm_', word(36)].join(''),
  (word) => ['ey', 'J', word(20), '.eyJ', word(40), '.', word(43)].join(''),
  (word) => word(32, '0123456789abcdef'),
  (word) => word(40),
];

/** The same each time: one that slips through must slip through again tomorrow. */
export function seededSecrets(count: number): readonly string[] {
  let state = 20_261_121;
  const below = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const word = (length: number, alphabet = LETTERS): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  return Array.from({ length: count }, (_, index) => SHAPES[index % SHAPES.length]?.(word) ?? '');
}

/** The telling part of it: a mask in the middle must not leave both ends standing. */
export function endsOf(secret: string): readonly string[] {
  return [secret.slice(-12), secret.slice(Math.floor(secret.length / 2) - 6, Math.floor(secret.length / 2) + 6)];
}
