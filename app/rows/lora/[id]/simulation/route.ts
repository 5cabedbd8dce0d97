import { portalReadById } from '#server/http/table-rows.ts';
import { getSimulation } from '#server/lora-simulator/read-simulation.ts';

export const GET = portalReadById(getSimulation);
