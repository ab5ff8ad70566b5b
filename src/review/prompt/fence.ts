/**
 * Data between two lines that it cannot hold: `visible` spells out their bracket wherever a stranger wrote it. The word is the
 * question's nonce, so that not even a mistake of ours lets a prepared text end it.
 */
export function fenceIn(word: string, lines: readonly string[]): string {
  return [`⟦${word}`, ...lines, `${word}⟧`].join('\n');
}
