import type { ApiOperation } from './api-operation.ts';
import { alertOperations } from './operations/alerts.ts';
import { clientOperations } from './operations/clients.ts';
import { decoderScriptOperations } from './operations/decoder-scripts.ts';
import { decoderOperations } from './operations/decoders.ts';
import { destinationOperations } from './operations/destinations.ts';
import { deviceDataOperations } from './operations/device-data.ts';
import { deviceGroupLinkOperations } from './operations/device-group-links.ts';
import { deviceGroupOperations } from './operations/device-groups.ts';
import { deviceOperations } from './operations/devices.ts';
import { diagnosisOperations } from './operations/diagnoses.ts';
import { downlinkOperations } from './operations/downlinks.ts';
import { flowOperations } from './operations/flows.ts';
import { mqttBindingOperations } from './operations/mqtt-bindings.ts';
import { networkAdapterOperations } from './operations/network-adapters.ts';
import { projectOperations } from './operations/projects.ts';

/** Every operation of the REST API. */
export const apiOperations: readonly ApiOperation[] = [
  ...clientOperations,
  ...projectOperations,
  ...deviceOperations,
  ...networkAdapterOperations,
  ...mqttBindingOperations,
  ...deviceDataOperations,
  ...diagnosisOperations,
  ...deviceGroupOperations,
  ...deviceGroupLinkOperations,
  ...flowOperations,
  ...downlinkOperations,
  ...alertOperations,
  ...destinationOperations,
  ...decoderOperations,
  ...decoderScriptOperations,
];
