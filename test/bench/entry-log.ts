export { openDriver } from '../../src/log/driver.ts';
export { openLog } from '../../src/log/open.ts';
export { verdictEvent } from '../../src/log/verdict-event.ts';
