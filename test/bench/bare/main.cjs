// Electron with nothing to do, and no window.
const { app } = require('electron');

app.on('window-all-closed', () => {});
void app.whenReady();
