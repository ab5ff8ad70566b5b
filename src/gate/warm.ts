import { loadDriver } from '../log/driver.ts';
import { loadShipped } from '../system/shipped.ts';

/** For a process that stays: what a judgement needs is there before the first is asked for. */
export async function warmUp(): Promise<void> {
  await Promise.all([import('./judge.ts'), import('../system/yaml.ts'), loadShipped()]);
  loadDriver();
}
