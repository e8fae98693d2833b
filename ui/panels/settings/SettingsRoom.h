#pragma once

#include "ui/StudioContext.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace nde::ui {

class ApiSection;
class Button;
class ElidedLabel;
class LocalApi;
class Slider;
class WatchList;

/// The Settings room. Every change applies at once.
class SettingsRoom : public QWidget
{
    Q_OBJECT
public:
    /// @param api  of the local API; null = there is none, and nothing of it is shown.
    explicit SettingsRoom(const StudioContext& context, LocalApi* api = nullptr,
                          QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row
    {
        ElidedLabel* name {};
        QLabel* hint {};
        QWidget* control {};
        const char* nameText {};
        const char* hintText {};
    };
    QWidget* addSection(QVBoxLayout* column, const char* title);
    void addRow(QWidget* section, const char* name, const char* hint, QWidget* control);
    void buildGeneral(QVBoxLayout* column);
    void buildAudio(QVBoxLayout* column);
    void buildStudio(QVBoxLayout* column);
    void buildApi(QVBoxLayout* column, LocalApi& api);
    void buildAdvanced(QVBoxLayout* column);
    void fillChoices();
    void fillDevices();
    void measureCache();
    void cleanCache();
    void retranslate();

    StudioContext m_context;
    ElidedLabel* m_title;
    std::vector<std::pair<ElidedLabel*, const char*>> m_sections;
    std::vector<Row> m_rows;
    QComboBox* m_language {};
    QComboBox* m_scale {};
    QCheckBox* m_reduceMotion {};
    QComboBox* m_device {};
    QCheckBox* m_autoPlay {};
    QCheckBox* m_levelMatch {};
    Slider* m_preview {};
    QLabel* m_previewText {};
    ElidedLabel* m_folder {};
    Button* m_openFolder {};
    WatchList* m_watch {}; ///< null where no folder is watched
    QLabel* m_cacheText {};
    Button* m_cleanCache {};
    ApiSection* m_api {};
    QSpinBox* m_threads {};
    QComboBox* m_logLevel {};
};

} // namespace nde::ui
