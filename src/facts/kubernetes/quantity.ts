/** Bytes of `10Gi`, `500M`, `1e9`; null for what is no quantity, as a template is. */
export function quantityOf(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?(?:e\d+)?)([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

export function isSmaller(now: string, then: string): boolean {
  const [a, b] = [quantityOf(now), quantityOf(then)];
  return a !== null && b !== null && a < b;
}
