import alertsEn from './en/alerts.json' with { type: 'json' };
import authEn from './en/auth.json' with { type: 'json' };
import bulkEn from './en/bulk.json' with { type: 'json' };
import codecsEn from './en/codecs.json' with { type: 'json' };
import connectionsEn from './en/connections.json' with { type: 'json' };
import decodersEn from './en/decoders.json' with { type: 'json' };
import destinationsEn from './en/destinations.json' with { type: 'json' };
import deviceTypesEn from './en/device-types.json' with { type: 'json' };
import devicesEn from './en/devices.json' with { type: 'json' };
import diagnosisEn from './en/diagnosis.json' with { type: 'json' };
import downlinksEn from './en/downlinks.json' with { type: 'json' };
import errorsEn from './en/errors.json' with { type: 'json' };
import firmwareEn from './en/firmware.json' with { type: 'json' };
import flowsEn from './en/flows.json' with { type: 'json' };
import frameEn from './en/frame.json' with { type: 'json' };
import loraEn from './en/lora.json' with { type: 'json' };
import mailsEn from './en/mails.json' with { type: 'json' };
import messagesEn from './en/messages.json' with { type: 'json' };
import networksEn from './en/networks.json' with { type: 'json' };
import organizationEn from './en/organization.json' with { type: 'json' };
import replaysEn from './en/replays.json' with { type: 'json' };
import scriptsEn from './en/scripts.json' with { type: 'json' };
import simsEn from './en/sims.json' with { type: 'json' };
import simulatorEn from './en/simulator.json' with { type: 'json' };
import uiEn from './en/ui.json' with { type: 'json' };
import type { Locale } from './locale.ts';
import alertsNl from './nl/alerts.json' with { type: 'json' };
import authNl from './nl/auth.json' with { type: 'json' };
import bulkNl from './nl/bulk.json' with { type: 'json' };
import codecsNl from './nl/codecs.json' with { type: 'json' };
import connectionsNl from './nl/connections.json' with { type: 'json' };
import decodersNl from './nl/decoders.json' with { type: 'json' };
import destinationsNl from './nl/destinations.json' with { type: 'json' };
import deviceTypesNl from './nl/device-types.json' with { type: 'json' };
import devicesNl from './nl/devices.json' with { type: 'json' };
import diagnosisNl from './nl/diagnosis.json' with { type: 'json' };
import downlinksNl from './nl/downlinks.json' with { type: 'json' };
import errorsNl from './nl/errors.json' with { type: 'json' };
import firmwareNl from './nl/firmware.json' with { type: 'json' };
import flowsNl from './nl/flows.json' with { type: 'json' };
import frameNl from './nl/frame.json' with { type: 'json' };
import loraNl from './nl/lora.json' with { type: 'json' };
import mailsNl from './nl/mails.json' with { type: 'json' };
import messagesNl from './nl/messages.json' with { type: 'json' };
import networksNl from './nl/networks.json' with { type: 'json' };
import organizationNl from './nl/organization.json' with { type: 'json' };
import replaysNl from './nl/replays.json' with { type: 'json' };
import scriptsNl from './nl/scripts.json' with { type: 'json' };
import simsNl from './nl/sims.json' with { type: 'json' };
import simulatorNl from './nl/simulator.json' with { type: 'json' };
import uiNl from './nl/ui.json' with { type: 'json' };

/** One line an area: the name is the namespace of `useTranslations`, the files are `<locale>/<area>.json`. */
export const catalogue = {
  alerts: { en: alertsEn, nl: alertsNl },
  auth: { en: authEn, nl: authNl },
  bulk: { en: bulkEn, nl: bulkNl },
  codecs: { en: codecsEn, nl: codecsNl },
  connections: { en: connectionsEn, nl: connectionsNl },
  decoders: { en: decodersEn, nl: decodersNl },
  destinations: { en: destinationsEn, nl: destinationsNl },
  deviceTypes: { en: deviceTypesEn, nl: deviceTypesNl },
  devices: { en: devicesEn, nl: devicesNl },
  diagnosis: { en: diagnosisEn, nl: diagnosisNl },
  downlinks: { en: downlinksEn, nl: downlinksNl },
  errors: { en: errorsEn, nl: errorsNl },
  firmware: { en: firmwareEn, nl: firmwareNl },
  flows: { en: flowsEn, nl: flowsNl },
  frame: { en: frameEn, nl: frameNl },
  lora: { en: loraEn, nl: loraNl },
  mails: { en: mailsEn, nl: mailsNl },
  messages: { en: messagesEn, nl: messagesNl },
  networks: { en: networksEn, nl: networksNl },
  organization: { en: organizationEn, nl: organizationNl },
  replays: { en: replaysEn, nl: replaysNl },
  scripts: { en: scriptsEn, nl: scriptsNl },
  sims: { en: simsEn, nl: simsNl },
  simulator: { en: simulatorEn, nl: simulatorNl },
  ui: { en: uiEn, nl: uiNl },
};

export type Messages = { [Area in keyof typeof catalogue]: (typeof catalogue)[Area]['en'] };

export function messagesFor(locale: Locale): Messages {
  return Object.fromEntries(
    Object.entries(catalogue).map(([area, texts]) => [area, texts[locale]]),
  ) as Messages;
}
