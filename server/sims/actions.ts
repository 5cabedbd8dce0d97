'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  simAccountCreateSchema,
  simAccountTestSchema,
  simAccountUpdateSchema,
  simPlanRemoveSchema,
  simPlanSetSchema,
} from './account-contract.ts';
import { cancelSimChange as cancelChange } from './cancel-change.ts';
import { changeSims as change } from './change-sims.ts';
import { simChangeCancelSchema, simLinkSchema, simsChangeSchema, simUnlinkSchema } from './contract.ts';
import { createSimAccount as createAccount } from './create-account.ts';
import { linkSim as link, unlinkSim as unlink } from './link-sim.ts';
import { removeSimPlan as removePlan, setSimPlan as setPlan } from './set-plan.ts';
import {
  syncSimAccount as syncAccount,
  syncSim as syncOne,
  syncOpenedSim as syncOpened,
} from './sync-sims.ts';
import { testSimAccount as testAccount } from './test-account.ts';
import { deleteSimAccount as removeAccount, updateSimAccount as updateAccount } from './update-account.ts';

export const changeSims = action(simsChangeSchema, change);
export const cancelSimChange = action(simChangeCancelSchema, cancelChange);
export const linkSim = action(simLinkSchema, link);
export const unlinkSim = action(simUnlinkSchema, unlink);
export const syncSim = action(byIdSchema, syncOne);
export const syncOpenedSim = action(byIdSchema, syncOpened);

export const createSimAccount = action(simAccountCreateSchema, createAccount);
export const updateSimAccount = action(simAccountUpdateSchema, updateAccount);
export const deleteSimAccount = action(byIdSchema, removeAccount);
export const testSimAccount = action(simAccountTestSchema, testAccount);
export const syncSimAccount = action(byIdSchema, syncAccount);
export const setSimPlan = action(simPlanSetSchema, setPlan);
export const removeSimPlan = action(simPlanRemoveSchema, removePlan);
