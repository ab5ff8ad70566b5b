/**
 * What a stranger wrote, as a reader may see it: nothing in it can move, hide, repaint or imitate what stands around it. INVARIANT: the
 * answer holds none of the brackets that our own marks are made of (`⟦⟧` fence, `⟨⟩` this escape, `‹›` a secret), no line end and no
 * character that is not seen. Tabs stay.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  const spelled = text.replace(UNSEEN, spell);
  return FOREIGN.test(spelled) ? spelled.replace(WORD, spellImpostors) : spelled;
}

const PLAIN = /^[\t\x20-\x7e]*$/;

/**
 * Control, format, private and unpaired characters, spaces that are none, fillers, variation selectors; and brackets that are ours or
 * could be taken for ours.
 */
const UNSEEN =
  /(?![\t\x20-\x7e])(?:\p{Default_Ignorable_Code_Point}|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Z}\u2800\ufffd\u2039\u203a\u2329\u232a\u276c-\u2771\u27e6-\u27ef\u2983-\u2998\u301a\u301b\ufe64\ufe65\uff1c\uff1e])/gu;

/** A word that holds a Latin letter or a digit beside letters that look Latin and are not. */
const FOREIGN = /[\u0370-\u03ff\u0400-\u052f\u13a0-\u13ff\uff21-\uff5a\u{1d400}-\u{1d7ff}]/u;
const WORD = /[\p{L}\p{N}_$]+/gu;
const LATIN = /[A-Za-z]/;
/** Letters drawn like Latin ones: Cyrillic, Greek, Cherokee as a whole, full width and mathematical. */
const IMPOSTOR =
  /[АВЕЅІЈКМНОРСТУХаеіјорсухѕѵһԁԍԛԝӏӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυχϲϳ\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]/gu;

function spellImpostors(word: string): string {
  const left = word.replace(IMPOSTOR, '');
  // a word of look-alikes alone is as suspicious as a mixed one, unless it is one letter: `о` and `с` are Russian words
  const isMixed = LATIN.test(word) || (left === '' && word.length > 2);
  return isMixed ? word.replace(IMPOSTOR, spell) : word;
}

function spell(char: string): string {
  return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
