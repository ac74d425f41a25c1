import { render } from 'preact';
import { App } from './App';
import { relay } from './bridge';
import { trackPageState } from './pageState';
import './styles/tokens.css';
import './styles/page.css';
import './styles/sidebar.css';
import './styles/cards.css';
import './styles/controls.css';
import './styles/overview.css';
import './styles/updates.css';
import './styles/welcome.css';

trackPageState();
const root = document.getElementById('window');
if (root) relay.onSnapshot((snapshot) => render(<App snapshot={snapshot} />, root));
