import type { Task } from './task.ts';
import { frameworkTasks } from './tasks-of-frameworks.ts';
import { mapperTasks } from './tasks-of-mappers.ts';
import { migratorTasks } from './tasks-of-migrators.ts';

export const tasks: readonly Task[] = [...frameworkTasks, ...mapperTasks, ...migratorTasks];
