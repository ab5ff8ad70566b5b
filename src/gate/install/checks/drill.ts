import { fireDrill } from '../fire-drill.ts';
import { AGAIN, fine, wrong, type Check } from './check.ts';

/** The proof of all the others: a forbidden change, through the hook that git finds. */
export const checkDrill: Check = async ({ git, layout, io }) => {
  const drill = await fireDrill(git, layout, io.env);
  switch (drill.kind) {
    case 'refused':
      return [fine('fire drill', 'a commit with a private key is refused')];
    case 'warned':
      return [fine('fire drill', 'a commit with a private key is seen; your rules only observe')];
    case 'not now':
      return [fine('fire drill', `not possible now: ${drill.why}`)];
    case 'passed':
    case 'broken':
      return [wrong('fire drill', drill.why, AGAIN)];
  }
};
