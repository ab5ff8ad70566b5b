import type { Analyzer } from '../analyzer.ts';
import { changeSet } from './change-set.ts';
import { terraformPlan } from './terraform-plan.ts';

/** What reads the file that `check --plan` names, and nothing else: a plan that lies in a repository is only a file. */
export const plans: readonly Analyzer[] = [changeSet, terraformPlan];
