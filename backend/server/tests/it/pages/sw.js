self.addEventListener("fetch", () => undefined)
