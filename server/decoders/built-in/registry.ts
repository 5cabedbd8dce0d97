import type { BuiltInDecoder } from '../contract.ts';
import { digitalMatter } from './digital-matter.ts';
import { elsysErsV9, elsysErsV9V2, elsysErsV9V3 } from './elsys-ers.ts';
import { loraGeolocation } from './lora-geolocation.ts';
import { rawLora, rawLoraV2 } from './raw-lora.ts';
import { rawLoraExtended, rawLoraExtendedV2 } from './raw-lora-extended.ts';
import { thingsmlJson, thingsmlJsonV2 } from './thingsml-json.ts';
import { thingsmlLora, thingsmlLoraV2 } from './thingsml-lora.ts';

/** Every decoder of ours, in the order in which data processing lists them. */
export const builtInDecoders: readonly BuiltInDecoder[] = [
  rawLora,
  rawLoraV2,
  rawLoraExtended,
  rawLoraExtendedV2,
  loraGeolocation,
  elsysErsV9,
  elsysErsV9V2,
  elsysErsV9V3,
  thingsmlLora,
  thingsmlLoraV2,
  thingsmlJson,
  thingsmlJsonV2,
  digitalMatter,
];
