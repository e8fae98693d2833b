#pragma once

#include "ui/models/LocalApi.h"

#include <QAbstractButton>

namespace nde::ui {

/// The place of the status line that says whether the local API is on (status_api). A click opens
/// its documentation in the browser, or asks for the settings while it is off.
class ApiButton final : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param api  outlives this.
    explicit ApiButton(LocalApi& api, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void settingsRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void open();

    LocalApi& m_api;
};

} // namespace nde::ui
