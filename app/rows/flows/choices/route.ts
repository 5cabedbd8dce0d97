import { chooseFlows } from '#server/flows/choose-flows.ts';
import { flowChoicesSchema } from '#server/flows/contract.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(
  flowChoicesSchema,
  (_path, query) => ({
    q: query.get('q') ?? undefined,
    projectId: query.get('project') ?? undefined,
    without: query.get('without') ?? undefined,
    ids: query.get('ids')?.split(','),
  }),
  chooseFlows,
);
