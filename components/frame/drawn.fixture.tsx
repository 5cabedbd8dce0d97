import { NextIntlClientProvider } from 'next-intl';
import type { FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import errors from '#components/messages/en/errors.json' with { type: 'json' };
import lora from '#components/messages/en/lora.json' with { type: 'json' };
import ui from '#components/messages/en/ui.json' with { type: 'json' };

/** What a server paints of a component, in English. */
export function drawn<Props extends object>(Part: FunctionComponent<Props>, props: Props): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ errors, lora, ui } as never}>
      <Part {...props} />
    </NextIntlClientProvider>,
  );
}
