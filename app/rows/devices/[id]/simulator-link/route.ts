import { getSimulatorLink } from '#server/device-simulator/simulator-links.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getSimulatorLink);
