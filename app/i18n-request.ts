import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { messagesFor } from '#components/messages/catalogue.ts';
import { chooseLocale, chooseTimeZone } from '#components/messages/locale.ts';

export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = chooseLocale(jar.get('locale')?.value, (await headers()).get('accept-language'));
  return {
    locale,
    messages: messagesFor(locale),
    timeZone: chooseTimeZone(jar.get('timezone')?.value),
    now: new Date(),
  };
});
