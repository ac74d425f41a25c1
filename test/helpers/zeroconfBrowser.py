# Browses for relays with python-zeroconf, and prints what it is told as lines of JSON.
import json
import sys
import zeroconf

TYPE = "_buckets-relay._tcp.local."


class Listener(zeroconf.ServiceListener):
    def add_service(self, browser, kind, name):
        self.tell("added", browser, name)

    def update_service(self, browser, kind, name):
        self.tell("updated", browser, name)

    def remove_service(self, browser, kind, name):
        print(json.dumps({"event": "removed", "name": name.removesuffix("." + TYPE)}), flush=True)

    def tell(self, event, browser, name):
        info = browser.get_service_info(TYPE, name, timeout=3000)
        line = {"event": event, "name": name.removesuffix("." + TYPE)}
        if info:
            text = {key.decode(): value.decode() for key, value in info.properties.items()}
            line.update(addresses=info.parsed_addresses(), port=info.port, server=info.server, txt=text)
        print(json.dumps(line), flush=True)


browser = zeroconf.Zeroconf(interfaces=[sys.argv[1]])
zeroconf.ServiceBrowser(browser, TYPE, Listener())
print(json.dumps({"event": "ready"}), flush=True)
sys.stdin.read()
