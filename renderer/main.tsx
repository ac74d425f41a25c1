import { render } from 'preact';
import { relay } from './bridge';
import './styles/tokens.css';
import './styles/page.css';
import './styles/cards.css';
import './styles/controls.css';
import { Overview } from './views/Overview';

const root = document.getElementById('window');
if (root) relay.onSnapshot((snapshot) => render(<Overview snapshot={snapshot} />, root));
