import type { BuiltInDecoder } from '../contract.ts';
import { adeunisFtd } from './adeunis-ftd.ts';
import { browanTabs } from './browan-tabs.ts';
import { cayenneLpp } from './cayenne-lpp.ts';
import { decentlabDecoders } from './decentlab.ts';
import { digitalMatter } from './digital-matter.ts';
import { draginoLds02, draginoLht65, draginoLse01 } from './dragino.ts';
import {
  elsysErsV9,
  elsysErsV9V2,
  elsysErsV9V3,
  environmentMonitoring,
  environmentMonitoringV2,
} from './elsys-ers.ts';
import { loraGeolocation } from './lora-geolocation.ts';
import { loraOnPremises } from './lora-on-premises.ts';
import { milesightAm100, milesightAm300, milesightEm300, milesightEm400 } from './milesight.ts';
import { oneM2mEd16xx, oneM2mEd16xxV2 } from './one-m2m-ed16xx.ts';
import { rawLora, rawLoraV2 } from './raw-lora.ts';
import { rawLoraExtended, rawLoraExtendedV2 } from './raw-lora-extended.ts';
import { sensativeStrips } from './sensative-strips.ts';
import { thingsmlJson, thingsmlJsonV2 } from './thingsml-json.ts';
import { thingsmlLora, thingsmlLoraV2 } from './thingsml-lora.ts';

/** Every decoder of ours, in the order in which data processing lists them. */
export const builtInDecoders: readonly BuiltInDecoder[] = [
  rawLora,
  rawLoraV2,
  rawLoraExtended,
  rawLoraExtendedV2,
  loraGeolocation,
  loraOnPremises,
  elsysErsV9,
  elsysErsV9V2,
  elsysErsV9V3,
  environmentMonitoring,
  environmentMonitoringV2,
  thingsmlLora,
  thingsmlLoraV2,
  thingsmlJson,
  thingsmlJsonV2,
  digitalMatter,
  oneM2mEd16xx,
  oneM2mEd16xxV2,
  cayenneLpp,
  milesightEm300,
  milesightAm100,
  milesightAm300,
  milesightEm400,
  draginoLht65,
  draginoLse01,
  draginoLds02,
  ...decentlabDecoders,
  sensativeStrips,
  browanTabs,
  adeunisFtd,
];
