/** Entry of the page. Synthetic shadow comes first: it has to patch the DOM before any component is made. */
import '@lwc/synthetic-shadow';
import { createElement } from 'lwc';
import defaultLocalization from 'lightning-base-components/src/lightning/configProvider/defaultLocalizationConfig.js';
import configProvider from 'lightning/configProvider';
import ToastContainer from 'lightning/toastContainer';
import App from 'shell/app';
import { UTCToWallTime, WallTimeToUTC } from './localization.ts';
import { startRouter } from './navigation.ts';

const localization = { ...defaultLocalization, UTCToWallTime, WallTimeToUTC };
configProvider({ getLocalizationService: () => localization });
startRouter();
document.body.append(createElement('shell-app', { is: App }));
ToastContainer.instance();
