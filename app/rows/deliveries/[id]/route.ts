import { deliveryByIdSchema } from '#server/deliveries/log-contract.ts';
import { getDelivery } from '#server/deliveries/read-deliveries.ts';
import { portalReadWith } from '#server/http/table-rows.ts';

export const GET = portalReadWith(deliveryByIdSchema, ({ id }: { id: string }) => ({ id }), getDelivery);
