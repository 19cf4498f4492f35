// Shows our own line while the connection is lost: a click made meanwhile would be lost in silence.
window.addEventListener("load", () => {
    const line = document.getElementById("connection-lost");
    app.$watch("connectionStatus", (status) => {
        line.hidden = status === "connected" || !app.wasConnected;
    });
});
